import type { DeploymentRecord, DeploymentRecords } from '@certctl/engine';
import { statement } from '../store/statement.js';
import type { Store } from '../store/store.js';

/** Of each target; the audit log keeps a row of every one. */
const KEPT = 100;
/** What is over is removed so many at a time. */
const REMOVED = 50;

const put = statement<{ id: string; targetId: string; startedAt: number; record: string }>()((db, value) =>
  db
    .insertInto('deployment')
    .values({
      id: value('id'),
      target_id: value('targetId'),
      started_at: value('startedAt'),
      record: value('record'),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ record: value('record') })),
);

const removeOld = statement<{ targetId: string }>()((db, value) =>
  db
    .deleteFrom('deployment')
    .where('id', 'in', (over) =>
      over
        .selectFrom('deployment')
        .select('id')
        .where('target_id', '=', value('targetId'))
        .orderBy('started_at', 'desc')
        .limit(REMOVED)
        .offset(KEPT),
    ),
);

export class DurableDeploymentRecords implements DeploymentRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async put(record: DeploymentRecord): Promise<void> {
    const { id, target, startedAt } = record;
    const row = { id, targetId: target.id, startedAt, record: JSON.stringify(record) };
    await this.#store.write(async (db) => {
      await put.all(db, row);
      await removeOld.all(db, row);
    });
  }

  async get(id: string): Promise<DeploymentRecord | undefined> {
    const row = await this.#store.read((db) =>
      db.selectFrom('deployment').select('record').where('id', '=', id).executeTakeFirst(),
    );
    return row && read(row.record);
  }

  async list(targetId: string, limit: number): Promise<readonly DeploymentRecord[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('deployment')
        .select('record')
        .where('target_id', '=', targetId)
        .orderBy('started_at', 'desc')
        .limit(limit)
        .execute(),
    );
    return rows.map(({ record }) => read(record));
  }
}

function read(text: string): DeploymentRecord {
  // Only put() writes the column, and it is given a record, which is plain data.
  return JSON.parse(text) as DeploymentRecord;
}
