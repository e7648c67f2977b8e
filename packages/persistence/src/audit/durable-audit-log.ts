import type { AuditLog, AuditRow } from '@certctl/engine';
import { CertctlError, type EpochMs } from '@certctl/plugin-api';
import type { Database } from '../store/schema.js';
import { statement } from '../store/statement.js';
import type { Store } from '../store/store.js';
import { BEGINNING, canonical, hashOf, type Link } from './audit-chain.js';
import { EVERY_TARGET } from './every-target.js';
import { type AuditVerdict, verifyStream } from './verify-stream.js';

/** Which rows are wanted, newest first. */
export interface AuditQuery {
  /** Rows that are about all targets, such as a restore of the records, belong to each. */
  readonly targetId?: string;
  readonly deploymentId?: string;
  readonly limit: number;
}

/** `set-aside`: the chain of a store that a restore has moved aside ended there. */
export type KnownHead =
  | { readonly found: 'row'; readonly seq: number }
  | { readonly found: 'set-aside'; readonly seq: number; readonly at: EpochMs };

interface OfStream {
  readonly stream: string;
}

const begin = statement<OfStream>()((db, value) =>
  db
    .insertInto('audit_head')
    .values({ stream: value('stream'), seq: 0, hash: BEGINNING })
    .onConflict((conflict) => conflict.doNothing()),
);

/** The update locks the head until the transaction ends: two writers cannot follow the same row. */
const next = statement<OfStream>()((db, value) =>
  db
    .updateTable('audit_head')
    .set((present) => ({ seq: present('seq', '+', 1) }))
    .where('stream', '=', value('stream'))
    .returning(['seq', 'hash']),
);

const insert = statement<Link & { hash: string; at: EpochMs; targetId: string; deploymentId: string }>()(
  (db, value) =>
    db.insertInto('audit').values({
      stream: value('stream'),
      seq: value('seq'),
      previous: value('previous'),
      row: value('row'),
      hash: value('hash'),
      at: value('at'),
      target_id: value('targetId'),
      deployment_id: value('deploymentId'),
    }),
);

const moveHead = statement<OfStream & { hash: string }>()((db, value) =>
  db
    .updateTable('audit_head')
    .set({ hash: value('hash') })
    .where('stream', '=', value('stream')),
);

/** Append-only. Each row holds the hash of the one before, so that what is changed or taken out is found. */
export class DurableAuditLog implements AuditLog {
  readonly #store: Store;
  readonly #stream: string;

  constructor(store: Store, stream: string) {
    this.#store = store;
    this.#stream = stream;
  }

  async append(row: AuditRow): Promise<void> {
    const stream = this.#stream;
    await this.#store.write(async (db) => {
      const head = (await next.first(db, { stream })) ?? (await this.#firstHead(db));
      const link = { stream, seq: head.seq, previous: head.hash, row: canonical(row) };
      const hash = hashOf(link);
      const { at, targetId, deploymentId } = row;
      await insert.all(db, { ...link, hash, at, targetId, deploymentId });
      await moveHead.all(db, { stream, hash });
    });
  }

  async #firstHead(db: Database): Promise<{ readonly seq: number; readonly hash: string }> {
    await begin.all(db, { stream: this.#stream });
    const head = await next.first(db, { stream: this.#stream });
    if (head) return head;
    throw new CertctlError('store_corrupt', `the chain of the audit ${this.#stream} has no head`);
  }

  async list({ targetId, deploymentId, limit }: AuditQuery): Promise<readonly AuditRow[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('audit')
        .select('row')
        .where('stream', '=', this.#stream)
        .$if(targetId !== undefined, (query) =>
          query.where('target_id', 'in', [targetId ?? '', EVERY_TARGET]),
        )
        .$if(deploymentId !== undefined, (query) => query.where('deployment_id', '=', deploymentId ?? ''))
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute(),
    );
    // Only append() writes the column, and it is given an AuditRow.
    return rows.map(({ row }) => JSON.parse(row) as AuditRow);
  }

  /** Ids that begin so of deployments that are told of; enough of them to see that they are several. */
  async deploymentsOf(beginning: string): Promise<readonly string[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('audit')
        .select('deployment_id')
        .distinct()
        .where('stream', '=', this.#stream)
        .where((where) =>
          where(
            where.fn('substr', ['deployment_id', where.val(1), where.val(beginning.length)]),
            '=',
            beginning,
          ),
        )
        .limit(10)
        .execute(),
    );
    return rows.map((row) => row.deployment_id);
  }

  /** What a head is to this chain; undefined when it is not known here. */
  async findHead(hash: string): Promise<KnownHead | undefined> {
    return await this.#store.read(async (db) => {
      const of = db.selectFrom('audit').where('stream', '=', this.#stream);
      const row = await of.select('seq').where('hash', '=', hash).executeTakeFirst();
      if (row) return { found: 'row', seq: row.seq };
      const restore = await of
        .select(['seq', 'at'])
        .where('target_id', '=', EVERY_TARGET)
        .where('row', 'like', `%with ${hash}%`)
        .executeTakeFirst();
      return restore && { found: 'set-aside', ...restore };
    });
  }

  /**
   * Whether every row is there, in its place and as it was written. Who can write the store can make a chain
   * anew, or cut its end together with the head; that shows against a head that was kept elsewhere.
   */
  async verify(): Promise<AuditVerdict> {
    return await verifyStream(this.#store, this.#stream);
  }
}
