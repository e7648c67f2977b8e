import type { Tally, UsageLog, Use } from '@certctl/engine';
import type { EpochMs } from '@certctl/plugin-api';
import type { Store } from '../store/store.js';

export class DurableUsageLog implements UsageLog {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async add({ id, scope, operation, until }: Use, now: EpochMs): Promise<void> {
    await this.#store.write(async (db) => {
      await db.deleteFrom('quota_use').where('until', '<=', now).execute();
      await db.insertInto('quota_use').values({ id, scope, operation, until }).execute();
    });
  }

  async remove(id: string): Promise<void> {
    await this.#store.write((db) => db.deleteFrom('quota_use').where('id', '=', id).execute());
  }

  async tally({ scope, operation, now, allowed }: Parameters<UsageLog['tally']>[0]): Promise<Tally> {
    return await this.#store.read(async (db) => {
      const counting = db
        .selectFrom('quota_use')
        .where('scope', '=', scope)
        .where('operation', '=', operation)
        .where('until', '>', now);
      const counted = await counting
        .select((build) => build.fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      // The database's driver gives a count as text or as a number.
      const count = Number(counted.count);
      if (count < allowed) return { count };
      const next = await counting
        .select('until')
        .orderBy('until')
        .offset(count - allowed)
        .limit(1)
        .executeTakeFirst();
      return { count, ...(next === undefined ? {} : { freeAt: next.until }) };
    });
  }
}
