import {
  type ClosedEntry,
  type Journal,
  type JournalEntry,
  type JournalPatch,
  noLongerOwned,
  type OutcomeStatus,
} from '@certctl/engine';
import { CertctlError, type EpochMs } from '@certctl/plugin-api';
import type { Database } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { decodeEntry, encodeEntry } from './entry-codec.js';

/**
 * The journal on disk. That one entry is open for an address, and for a target, is a constraint of its tables. A
 * change goes to disk at the latest with `inFlightUntil`, which is written before every request that writes, or with
 * the end: what is lost with the power until then has had no effect anywhere.
 */
export class DurableJournal implements Journal {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async open(entry: JournalEntry): Promise<void> {
    await this.#store.write(async (db) => {
      const written = await db
        .insertInto('journal')
        .values({
          id: entry.id,
          target_id: entry.targetId,
          phase: entry.phase,
          opened_at: entry.openedAt,
          closed_at: null,
          status: null,
          entry: encodeEntry(entry),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .execute();
      if (written.length === 0) throw await stillOpen(db, entry);
      await occupy(db, entry);
    }, 'log');
  }

  async adopt(id: string, owner: string): Promise<JournalEntry> {
    return await this.#store.write(async (db) => {
      const adopted: JournalEntry = { ...(await this.#locked(db, id)), owner };
      await db
        .updateTable('journal')
        .set({ entry: encodeEntry(adopted) })
        .where('id', '=', id)
        .execute();
      return adopted;
    });
  }

  async advance(id: string, owner: string, patch: JournalPatch): Promise<JournalEntry> {
    const reach = patch.inFlightUntil === undefined ? 'log' : 'disk';
    return await this.#store.write(async (db) => {
      const next: JournalEntry = { ...(await this.#owned(db, id, owner)), ...patch };
      await db
        .updateTable('journal')
        .set({ phase: next.phase, entry: encodeEntry(next) })
        .where('id', '=', id)
        .execute();
      if (patch.addresses) {
        await db.deleteFrom('journal_address').where('entry_id', '=', id).execute();
        await occupy(db, next);
      }
      return next;
    }, reach);
  }

  async close(id: string, owner: string, status: OutcomeStatus, at: EpochMs): Promise<void> {
    await this.#store.write(async (db) => {
      await this.#owned(db, id, owner);
      await db.updateTable('journal').set({ status, closed_at: at }).where('id', '=', id).execute();
      await db.deleteFrom('journal_address').where('entry_id', '=', id).execute();
    });
  }

  async confirm(id: string, owner: string): Promise<void> {
    await this.#store.write((db) => this.#owned(db, id, owner));
  }

  async findOpen(query: {
    addresses: readonly string[];
    targetId: string;
  }): Promise<JournalEntry | undefined> {
    return await this.#store.read((db) => findOpen(db, query));
  }

  /** Of every target, the oldest first. */
  async openEntries(): Promise<readonly JournalEntry[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('journal')
        .select(['id', 'entry'])
        .where('closed_at', 'is', null)
        .orderBy('opened_at')
        .execute(),
    );
    return rows.map(({ id, entry }) => decodeEntry(entry, id));
  }

  async countOpen(): Promise<number> {
    // Asked after every deploy: the journal grows, the addresses are those of open entries.
    const { open } = await this.#store.read((db) =>
      db
        .selectFrom('journal_address')
        .select((select) => select.fn.count('entry_id').distinct().as('open'))
        .executeTakeFirstOrThrow(),
    );
    return Number(open);
  }

  async history(targetId: string, limit: number): Promise<readonly ClosedEntry[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('journal')
        .select(['id', 'entry', 'status', 'closed_at'])
        .where('target_id', '=', targetId)
        .where('closed_at', 'is not', null)
        .orderBy('closed_at', 'desc')
        .orderBy('opened_at', 'desc')
        .limit(limit)
        .execute(),
    );
    return rows.flatMap(({ id, entry, status, closed_at }) =>
      status === null || closed_at === null
        ? []
        : [{ entry: decodeEntry(entry, id), status, closedAt: closed_at }],
    );
  }

  /** How a deployment ended; undefined while it is open, or when it never opened an entry. */
  async ended(id: string): Promise<ClosedEntry | undefined> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('journal')
        .select(['entry', 'status', 'closed_at'])
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    if (!row || row.status === null || row.closed_at === null) return undefined;
    return { entry: decodeEntry(row.entry, id), status: row.status, closedAt: row.closed_at };
  }

  async #owned(db: Database, id: string, owner: string): Promise<JournalEntry> {
    const entry = await this.#locked(db, id);
    if (entry.owner !== owner) throw noLongerOwned(id);
    return entry;
  }

  /** The entry, locked until the transaction ends: a change of it is made from what it is then. */
  async #locked(db: Database, id: string): Promise<JournalEntry> {
    const row = await db
      .selectFrom('journal')
      .select('entry')
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      // SQLite has no such lock, and needs none.
      .$if(!this.#store.exclusive, (query) => query.forUpdate())
      .executeTakeFirst();
    if (!row) throw noLongerOwned(id);
    return decodeEntry(row.entry, id);
  }
}

async function occupy(db: Database, entry: JournalEntry): Promise<void> {
  // In one order, or two entries could wait for each other.
  for (const address of [...new Set(entry.addresses)].sort()) {
    const written = await db
      .insertInto('journal_address')
      .values({ address, entry_id: entry.id })
      .onConflict((conflict) => conflict.doNothing())
      .returning('address')
      .execute();
    if (written.length === 0) throw await stillOpen(db, entry);
  }
}

async function stillOpen(db: Database, entry: JournalEntry): Promise<CertctlError> {
  const other = await findOpen(db, entry, entry.id);
  const addresses = entry.addresses.join(', ');
  return new CertctlError(
    'earlier_unresolved',
    other
      ? `the journal entry ${other.id} is still open for ${addresses}`
      : `the journal has an entry ${entry.id} already`,
    { target: entry.targetId },
  );
}

async function findOpen(
  db: Database,
  query: { readonly addresses: readonly string[]; readonly targetId: string },
  except?: string,
): Promise<JournalEntry | undefined> {
  const row = await db
    .selectFrom('journal')
    .select(['id', 'entry'])
    .where('closed_at', 'is', null)
    .where((where) =>
      where.or([
        where('target_id', '=', query.targetId),
        // PostgreSQL does not take an empty list.
        ...query.addresses.map((address) =>
          where(
            'id',
            '=',
            where.selectFrom('journal_address').select('entry_id').where('address', '=', address),
          ),
        ),
      ]),
    )
    .where('id', '!=', except ?? '')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row && decodeEntry(row.entry, row.id);
}
