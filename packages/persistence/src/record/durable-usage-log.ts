import type { Tally, UsageLog, Use } from '@certctl/engine';
import type { EpochMs } from '@certctl/plugin-api';
import { statement } from '../store/statement.js';
import type { Store } from '../store/store.js';

interface Counted {
  readonly scope: string;
  readonly operation: string;
  readonly now: number;
}

const forget = statement<{ now: number }>()((db, value) =>
  db.deleteFrom('quota_use').where('until', '<=', value('now')),
);

const add = statement<Use>()((db, value) =>
  db.insertInto('quota_use').values({
    id: value('id'),
    scope: value('scope'),
    operation: value('operation'),
    until: value('until'),
  }),
);

const count = statement<Counted>()((db, value) =>
  db
    .selectFrom('quota_use')
    .select((build) => build.fn.countAll().as('count'))
    .where('scope', '=', value('scope'))
    .where('operation', '=', value('operation'))
    .where('until', '>', value('now')),
);

const nextOut = statement<Counted & { skip: number }>()((db, value) =>
  db
    .selectFrom('quota_use')
    .select('until')
    .where('scope', '=', value('scope'))
    .where('operation', '=', value('operation'))
    .where('until', '>', value('now'))
    .orderBy('until')
    .offset(value('skip'))
    .limit(1),
);

export class DurableUsageLog implements UsageLog {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async add(use: Use, now: EpochMs): Promise<void> {
    await this.#store.write(async (db) => {
      await forget.all(db, { now });
      await add.all(db, use);
    }, 'log');
  }

  async remove(id: string): Promise<void> {
    await this.#store.write((db) => db.deleteFrom('quota_use').where('id', '=', id).execute());
  }

  async tally({ scope, operation, now, allowed }: Parameters<UsageLog['tally']>[0]): Promise<Tally> {
    return await this.#store.read(async (db) => {
      const of = { scope, operation, now };
      const counted = await count.first(db, of);
      // The database's driver gives a count as text or as a number.
      const used = Number(counted?.count);
      if (used < allowed) return { count: used };
      const next = await nextOut.first(db, { ...of, skip: used - allowed });
      return { count: used, ...(next === undefined ? {} : { freeAt: next.until }) };
    });
  }
}
