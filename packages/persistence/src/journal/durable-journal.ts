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
import { encodeEntry } from './entry-codec.js';
import {
  adoptEntry,
  closeEntry,
  countOpen,
  endedAtTarget,
  entryIn,
  entryOf,
  insertContent,
  insertEntry,
  type JournalRow,
  leaveAddresses,
  lockEntry,
  moveEntry,
  moveOf,
  occupyAddress,
  openAtAddress,
  openAtTarget,
  openEntries,
} from './journal-table.js';

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
    const content = { id: entry.id, entry: encodeEntry(entry) };
    await this.#store.write(async (db) => {
      if (!(await insertEntry.first(db, entry))) throw await stillOpen(db, entry);
      await insertContent.all(db, content);
      await occupy(db, entry);
    }, 'log');
  }

  async adopt(id: string, owner: string): Promise<JournalEntry> {
    const row = await this.#store.write(
      async (db) => (await adoptEntry.first(db, { id, owner })) && (await entryOf.first(db, { id })),
    );
    if (!row) throw noLongerOwned(id);
    return entryIn(row);
  }

  async advance(id: string, owner: string, patch: JournalPatch): Promise<void> {
    const reach = patch.inFlightUntil === undefined ? 'log' : 'disk';
    const move = moveOf(id, owner, patch);
    const { addresses } = patch;
    await this.#store.write(async (db) => {
      if (!(await moveEntry.first(db, move))) throw noLongerOwned(id);
      if (!addresses) return;
      await leaveAddresses.all(db, { entryId: id });
      await occupy(db, { id, addresses, targetId: '' });
    }, reach);
  }

  async close(id: string, owner: string, status: OutcomeStatus, at: EpochMs): Promise<void> {
    await this.#store.write(async (db) => {
      if (!(await closeEntry.first(db, { id, owner, status, at }))) throw noLongerOwned(id);
      await leaveAddresses.all(db, { entryId: id });
    });
  }

  async confirm(id: string, owner: string): Promise<void> {
    const row = await this.#store.write((db) => lockEntry.first(db, { id, owner }));
    if (!row) throw noLongerOwned(id);
  }

  async findOpen(query: {
    addresses: readonly string[];
    targetId: string;
  }): Promise<JournalEntry | undefined> {
    return await this.#store.read((db) => findOpen(db, query));
  }

  /** Of every target, the oldest first. */
  async openEntries(): Promise<readonly JournalEntry[]> {
    return (await this.#store.read((db) => openEntries.all(db, {}))).map(entryIn);
  }

  async countOpen(): Promise<number> {
    const counted = await this.#store.read((db) => countOpen.first(db, {}));
    return Number(counted?.open);
  }

  async history(targetId: string, limit: number): Promise<readonly ClosedEntry[]> {
    const rows = await this.#store.read((db) => endedAtTarget.all(db, { targetId, limit }));
    return rows.flatMap((row) => closedIn(row) ?? []);
  }

  /** How a deployment ended; undefined while it is open, or when it never opened an entry. */
  async ended(id: string): Promise<ClosedEntry | undefined> {
    const row = await this.#store.read((db) => entryOf.first(db, { id }));
    return row && closedIn(row);
  }
}

function closedIn(
  row: JournalRow & { readonly status: OutcomeStatus | null; readonly closed_at: EpochMs | null },
): ClosedEntry | undefined {
  const { status, closed_at } = row;
  if (status === null || closed_at === null) return undefined;
  return { entry: entryIn(row), status, closedAt: closed_at };
}

/** `targetId` is empty where an entry that is open already moves. */
type Occupant = Pick<JournalEntry, 'id' | 'addresses' | 'targetId'>;

async function occupy(db: Database, occupant: Occupant): Promise<void> {
  // In one order, or two entries could wait for each other.
  for (const address of [...new Set(occupant.addresses)].sort()) {
    if (await occupyAddress.first(db, { address, entryId: occupant.id })) continue;
    throw await stillOpen(db, occupant);
  }
}

async function stillOpen(db: Database, { id, addresses, targetId }: Occupant): Promise<CertctlError> {
  const other = await findOpen(db, { addresses, targetId }, id);
  return new CertctlError(
    'earlier_unresolved',
    other
      ? `the journal entry ${other.id} is still open for ${addresses.join(', ')}`
      : `the journal has an entry ${id} already`,
    targetId === '' ? {} : { target: targetId },
  );
}

/** The oldest, should there be several. */
async function findOpen(
  db: Database,
  { addresses, targetId }: { readonly addresses: readonly string[]; readonly targetId: string },
  except = '',
): Promise<JournalEntry | undefined> {
  const found = [...(await openAtTarget.all(db, { targetId, except }))];
  for (const address of addresses) found.push(...(await openAtAddress.all(db, { address, except })));
  const [oldest] = found.sort((a, b) => a.opened_at - b.opened_at || (a.id < b.id ? -1 : 1));
  return oldest && entryIn(oldest);
}
