import type { JournalEntry, JournalPatch, OutcomeStatus } from '@certctl/engine';
import type { EpochMs } from '@certctl/plugin-api';
import { sql } from 'kysely';
import { statement } from '../store/statement.js';
import { decodeEntry } from './entry-codec.js';

/** What a row says beside the entry as it was opened: what has moved since, and null where nothing has. */
interface Moved {
  readonly phase: string;
  readonly owner: string;
  readonly addresses: string | null;
  readonly reference: string | null;
  readonly revision: string | null;
  readonly in_flight_until: EpochMs | null;
}

export interface JournalRow extends Moved {
  readonly id: string;
  readonly entry: string;
}

const COLUMNS = [
  'journal.id',
  'entry',
  'phase',
  'owner',
  'addresses',
  'reference',
  'revision',
  'in_flight_until',
] as const;

export function entryIn(row: JournalRow): JournalEntry {
  const { addresses, reference, revision, in_flight_until } = row;
  return {
    ...decodeEntry(row.entry, row.id),
    // Only this file writes the column, and it is given a Phase; of a later version it may be one that is not known.
    phase: row.phase as JournalEntry['phase'],
    ...(row.owner === '' ? {} : { owner: row.owner }),
    // Written by moveEntry from a list of texts.
    ...(addresses === null ? {} : { addresses: JSON.parse(addresses) as string[] }),
    ...(reference === null ? {} : { reference }),
    ...(revision === null ? {} : { revision }),
    ...(in_flight_until === null ? {} : { inFlightUntil: in_flight_until }),
  };
}

type Opened = Pick<JournalEntry, 'id' | 'targetId' | 'phase' | 'openedAt' | 'owner'>;

/** No row when there is an entry of that id, or one that is open for the target. */
export const insertEntry = statement<Opened>()((db, value) =>
  db
    .insertInto('journal')
    .values({
      id: value('id'),
      target_id: value('targetId'),
      phase: value('phase'),
      opened_at: value('openedAt'),
      closed_at: null,
      status: null,
      owner: value('owner'),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
);

export const insertContent = statement<{ id: string; entry: string }>()((db, value) =>
  db.insertInto('journal_entry').values({ id: value('id'), entry: value('entry') }),
);

interface Owned {
  readonly id: string;
  readonly owner: string;
}

/** No row when the entry is closed. */
export const adoptEntry = statement<Owned>()((db, value) =>
  db
    .updateTable('journal')
    .set({ owner: value('owner') })
    .where('id', '=', value('id'))
    .where('closed_at', 'is', null)
    .returning('id'),
);

type Move = Owned & Omit<Moved, 'phase' | 'owner'> & { readonly phase: string | null };

export function moveOf(id: string, owner: string, patch: JournalPatch): Move {
  return {
    id,
    owner,
    phase: patch.phase ?? null,
    addresses: patch.addresses === undefined ? null : JSON.stringify(patch.addresses),
    reference: patch.reference ?? null,
    revision: patch.revision ?? null,
    in_flight_until: patch.inFlightUntil ?? null,
  };
}

/** Null leaves a column as it is. No row when the entry is closed, or belongs to another deployment. */
export const moveEntry = statement<Move>()((db, value) =>
  db
    .updateTable('journal')
    .set((present) => ({
      // PostgreSQL has to be told the type of a value that it sees nowhere else.
      phase: present.fn.coalesce(sql<string>`cast(${value('phase')} as text)`, 'phase'),
      addresses: present.fn.coalesce(sql<string>`cast(${value('addresses')} as text)`, 'addresses'),
      reference: present.fn.coalesce(sql<string>`cast(${value('reference')} as text)`, 'reference'),
      revision: present.fn.coalesce(sql<string>`cast(${value('revision')} as text)`, 'revision'),
      in_flight_until: present.fn.coalesce(
        sql<number>`cast(${value('in_flight_until')} as bigint)`,
        'in_flight_until',
      ),
    }))
    .where('id', '=', value('id'))
    .where('owner', '=', value('owner'))
    .where('closed_at', 'is', null)
    .returning('id'),
);

export const closeEntry = statement<Owned & { status: OutcomeStatus; at: EpochMs }>()((db, value) =>
  db
    .updateTable('journal')
    .set({ status: value('status'), closed_at: value('at') })
    .where('id', '=', value('id'))
    .where('owner', '=', value('owner'))
    .where('closed_at', 'is', null)
    .returning('id'),
);

/** Locked until the transaction ends: nobody adopts or closes it meanwhile. */
export const lockEntry = statement<Owned>()((db, value, { exclusive }) =>
  db
    .selectFrom('journal')
    .select('id')
    .where('id', '=', value('id'))
    .where('owner', '=', value('owner'))
    .where('closed_at', 'is', null)
    // SQLite has no such lock, and needs none.
    .$if(!exclusive, (query) => query.forUpdate()),
);

/** No row when an open entry has the address. */
export const occupyAddress = statement<{ address: string; entryId: string }>()((db, value) =>
  db
    .insertInto('journal_address')
    .values({ address: value('address'), entry_id: value('entryId') })
    .onConflict((conflict) => conflict.doNothing())
    .returning('address'),
);

export const leaveAddresses = statement<{ entryId: string }>()((db, value) =>
  db.deleteFrom('journal_address').where('entry_id', '=', value('entryId')),
);

export const openAtTarget = statement<{ targetId: string; except: string }>()((db, value) =>
  db
    .selectFrom('journal')
    .innerJoin('journal_entry', 'journal_entry.id', 'journal.id')
    .select([...COLUMNS, 'opened_at'])
    .where('target_id', '=', value('targetId'))
    .where('closed_at', 'is', null)
    .where('journal.id', '!=', value('except')),
);

export const openAtAddress = statement<{ address: string; except: string }>()((db, value) =>
  db
    .selectFrom('journal')
    .innerJoin('journal_entry', 'journal_entry.id', 'journal.id')
    .select([...COLUMNS, 'opened_at'])
    .where('journal.id', '=', (owner) =>
      owner.selectFrom('journal_address').select('entry_id').where('address', '=', value('address')),
    )
    .where('closed_at', 'is', null)
    .where('journal.id', '!=', value('except')),
);

export const openEntries = statement<object>()((db) =>
  db
    .selectFrom('journal')
    .innerJoin('journal_entry', 'journal_entry.id', 'journal.id')
    .select(COLUMNS)
    .where('closed_at', 'is', null)
    .orderBy('opened_at'),
);

/** The journal grows, the addresses are those of open entries. */
export const countOpen = statement<object>()((db) =>
  db.selectFrom('journal_address').select((select) => select.fn.count('entry_id').distinct().as('open')),
);

export const endedAtTarget = statement<{ targetId: string; limit: number }>()((db, value) =>
  db
    .selectFrom('journal')
    .innerJoin('journal_entry', 'journal_entry.id', 'journal.id')
    .select([...COLUMNS, 'status', 'closed_at'])
    .where('target_id', '=', value('targetId'))
    .where('closed_at', 'is not', null)
    .orderBy('closed_at', 'desc')
    .orderBy('opened_at', 'desc')
    .limit(value('limit')),
);

export const entryOf = statement<{ id: string }>()((db, value) =>
  db
    .selectFrom('journal')
    .innerJoin('journal_entry', 'journal_entry.id', 'journal.id')
    .select([...COLUMNS, 'status', 'closed_at'])
    .where('journal.id', '=', value('id')),
);
