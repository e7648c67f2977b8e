import type { Hold, Holds, RestoredHold } from '@certctl/engine';
import { type Database, RESTORED_SETTING } from '../store/schema.js';
import { statement } from '../store/statement.js';
import type { Store } from '../store/store.js';

interface OfTarget {
  readonly targetId: string;
}

const get = statement<OfTarget>()((db, value) =>
  db.selectFrom('hold').select('hold').where('target_id', '=', value('targetId')),
);

const release = statement<OfTarget>()((db, value) =>
  db.deleteFrom('hold').where('target_id', '=', value('targetId')).returning('target_id'),
);

const restored = statement<OfTarget>()((db, value) =>
  db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', RESTORED_SETTING)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('restore_release')
            .select('target_id')
            .where('restore_release.target_id', '=', value('targetId')),
        ),
      ),
    ),
);

export class DurableHolds implements Holds {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async get(targetId: string): Promise<Hold | undefined> {
    const row = await this.#store.read((db) => get.first(db, { targetId }));
    // Only put() writes the column, and it is given a Hold.
    return row && (JSON.parse(row.hold) as Hold);
  }

  async put(hold: Hold): Promise<void> {
    const text = JSON.stringify(hold);
    await this.#store.write((db) =>
      db
        .insertInto('hold')
        .values({ target_id: hold.targetId, hold: text })
        .onConflict((conflict) => conflict.column('target_id').doUpdateSet({ hold: text }))
        .execute(),
    );
  }

  async release(targetId: string): Promise<boolean> {
    return (await this.#store.write((db) => release.first(db, { targetId }))) !== undefined;
  }

  async restored(targetId: string): Promise<RestoredHold | undefined> {
    return await this.#store.read((db) => restoredOf(db, targetId));
  }

  async releaseRestored(targetId: string): Promise<boolean> {
    return await this.#store.write(async (db) => {
      if ((await restoredOf(db, targetId)) === undefined) return false;
      await db.insertInto('restore_release').values({ target_id: targetId }).execute();
      return true;
    });
  }

  async releaseAllRestored(): Promise<boolean> {
    return await this.#store.write(async (db) => {
      const ended = await db
        .deleteFrom('setting')
        .where('name', '=', RESTORED_SETTING)
        .returning('name')
        .execute();
      await db.deleteFrom('restore_release').execute();
      return ended.length > 0;
    });
  }

  /** From now on every target is on hold, those included that were released before. */
  async holdAllRestored(restore: Omit<RestoredHold, 'targetId'>): Promise<void> {
    const value = JSON.stringify(restore);
    await this.#store.write(async (db) => {
      await db
        .insertInto('setting')
        .values({ name: RESTORED_SETTING, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
      await db.deleteFrom('restore_release').execute();
    });
  }
}

async function restoredOf(db: Database, targetId: string): Promise<RestoredHold | undefined> {
  const row = await restored.first(db, { targetId });
  // Only holdAllRestored() writes the setting.
  return row && { targetId, ...(JSON.parse(row.value) as Omit<RestoredHold, 'targetId'>) };
}
