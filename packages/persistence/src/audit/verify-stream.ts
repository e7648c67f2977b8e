import type { Database } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { BEGINNING, hashOf } from './audit-chain.js';

export type AuditVerdict =
  | { readonly intact: true; readonly rows: number; readonly head: string }
  | { readonly intact: false; readonly seq: number; readonly problem: AuditProblem };

/**
 * `changed`: the row is not what was written at its place. `missing`: there is no row at that place.
 * `head`: the chain does not end where its head says.
 */
export type AuditProblem = 'changed' | 'missing' | 'head';

const PAGE = 500;

/** Follows a stream from its beginning to the head that it has now. */
export async function verifyStream(store: Store, stream: string): Promise<AuditVerdict> {
  const head = await store.read((db) => headOf(db, stream));
  let previous = BEGINNING;
  for (let seq = 0; seq < head.seq; ) {
    const rows = await store.read((db) => pageOf(db, stream, seq, head.seq));
    if (rows.length === 0) return { intact: false, seq: seq + 1, problem: 'missing' };
    for (const row of rows) {
      seq += 1;
      if (row.seq !== seq) return { intact: false, seq, problem: 'missing' };
      if (!fits(row, previous)) return { intact: false, seq, problem: 'changed' };
      previous = row.hash;
    }
  }
  return head.hash === previous && head.last <= head.seq
    ? { intact: true, rows: head.seq, head: head.hash }
    : { intact: false, seq: head.seq, problem: 'head' };
}

type Row = Awaited<ReturnType<typeof pageOf>>[number];

function pageOf(db: Database, stream: string, after: number, to: number) {
  return db
    .selectFrom('audit')
    .selectAll()
    .where('stream', '=', stream)
    .where('seq', '>', after)
    .where('seq', '<=', to)
    .orderBy('seq')
    .limit(PAGE)
    .execute();
}

/** Head and last row in one statement, so that a row that is appended meanwhile is in both or in neither. */
async function headOf(db: Database, stream: string): Promise<{ seq: number; hash: string; last: number }> {
  const { seq, hash, last } = await db
    .selectNoFrom((select) => [
      select.selectFrom('audit_head').select('seq').where('stream', '=', stream).as('seq'),
      select.selectFrom('audit_head').select('hash').where('stream', '=', stream).as('hash'),
      select
        .selectFrom('audit')
        .select((of) => of.fn.max('seq').as('last'))
        .where('stream', '=', stream)
        .as('last'),
    ])
    .executeTakeFirstOrThrow();
  return { seq: seq ?? 0, hash: hash ?? BEGINNING, last: Number(last ?? 0) };
}

/** The columns that rows are looked up by must say what the row says, or a look-up would be led astray. */
function fits(row: Row, previous: string): boolean {
  return row.previous === previous && row.hash === hashOf(row) && namesOf(row.row) === columnsOf(row);
}

function namesOf(text: string): string {
  const { at, targetId, deploymentId } = JSON.parse(text);
  return JSON.stringify([at, targetId, deploymentId]);
}

function columnsOf(row: Row): string {
  return JSON.stringify([row.at, row.target_id, row.deployment_id]);
}
