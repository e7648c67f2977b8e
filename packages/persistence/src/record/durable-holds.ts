import type { Hold, Holds } from '@certctl/engine';
import type { Store } from '../store/store.js';

export class DurableHolds implements Holds {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async get(targetId: string): Promise<Hold | undefined> {
    const row = await this.#store.read((db) =>
      db.selectFrom('hold').select('hold').where('target_id', '=', targetId).executeTakeFirst(),
    );
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
    const released = await this.#store.write((db) =>
      db.deleteFrom('hold').where('target_id', '=', targetId).returning('target_id').execute(),
    );
    return released.length > 0;
  }
}
