import type { KeptAt, KeptRecord, KeptRole, KeySelector } from '@certctl/engine';
import type { Database } from '../store/schema.js';
import { statement } from '../store/statement.js';
import { UNSEALED } from './active-key.js';
import type { RecordName, SealedRecord } from './seal-record.js';

const SEALED = ['id', 'address', 'fingerprint', 'serial', 'wrapped_by', 'wrapped_key', 'sealed'] as const;

/** A record, with its key or without. */
export type NewRecord = SealedRecord | (RecordName & typeof UNSEALED & { readonly id: string });

interface Sealing {
  readonly wrapped_by: string | null;
  readonly wrapped_key: string | null;
  readonly sealed: string | null;
}

/** What a record says beside the leaf. */
export type Filing = Pick<KeptRecord, 'role' | 'origin' | 'deploymentId' | 'notAfter'>;

const insert = statement<NewRecord & Filing>()((db, value) =>
  db.insertInto('kept_key').values({
    id: value('id'),
    address: value('address'),
    role: value('role'),
    origin: value('origin'),
    fingerprint: value('fingerprint'),
    serial: value('serial'),
    not_after: value('notAfter'),
    deployment_id: value('deploymentId'),
    wrapped_by: value('wrapped_by'),
    wrapped_key: value('wrapped_key'),
    sealed: value('sealed'),
  }),
);

const remove = statement<{ address: string; role: KeptRole }>()((db, value) =>
  db.deleteFrom('kept_key').where('address', '=', value('address')).where('role', '=', value('role')),
);

const inRole = statement<{ address: string; role: KeptRole }>()((db, value) =>
  db
    .selectFrom('kept_key')
    .select(['id', 'fingerprint', 'deployment_id'])
    .where('address', '=', value('address'))
    .where('role', '=', value('role')),
);

const setRole = statement<{ id: string; role: KeptRole }>()((db, value) =>
  db
    .updateTable('kept_key')
    .set({ role: value('role') })
    .where('id', '=', value('id')),
);

const sealedLeafAt = statement<{ address: string; fingerprint: string }>()((db, value) =>
  db
    .selectFrom('kept_key')
    .select(SEALED)
    .where('sealed', 'is not', null)
    .where('address', '=', value('address'))
    .where('fingerprint', '=', value('fingerprint'))
    // The same leaf may be current and pending again: what was proven comes first.
    .orderBy('role'),
);

const at = statement<{ address: string }>()((db, value) =>
  db
    .selectFrom('kept_key')
    .select([
      ...(['address', 'role', 'origin', 'fingerprint', 'serial', 'not_after', 'deployment_id'] as const),
      (select) => select('sealed', 'is not', null).as('holds_key'),
    ])
    .where('address', '=', value('address'))
    .orderBy('role'),
);

const spentAt = statement<{ address: string; role: KeptRole; expiredAt: number }>()((db, value) =>
  db
    .selectFrom('kept_key')
    .selectAll()
    .where('sealed', 'is not', null)
    .where('address', '=', value('address'))
    .where('role', '=', value('role'))
    .where('not_after', '<=', value('expiredAt')),
);

export async function insertKept(db: Database, record: NewRecord, filing: Filing): Promise<void> {
  await insert.all(db, { ...record, ...filing });
}

export async function vacate(db: Database, address: string, role: KeptRole): Promise<void> {
  await remove.all(db, { address, role });
}

/** Makes what is pending of that deployment current, where there is anything. */
export async function promotePending(db: Database, address: string, deploymentId: string): Promise<void> {
  const pending = await inRole.first(db, { address, role: 'pending' });
  if (pending?.deployment_id !== deploymentId) return;
  await stepBack(db, address, pending.fingerprint);
  await setRole.all(db, { id: pending.id, role: 'current' });
}

/** Makes room for a current record: another leaf becomes the previous one, the same leaf is replaced. */
export async function stepBack(db: Database, address: string, fingerprint: string): Promise<void> {
  const current = await inRole.first(db, { address, role: 'current' });
  if (!current) return;
  if (current.fingerprint === fingerprint) {
    await vacate(db, address, 'current');
    return;
  }
  await vacate(db, address, 'previous');
  await setRole.all(db, { id: current.id, role: 'previous' });
}

/** The key of that leaf, whatever its role. */
export async function sealedRecord(
  db: Database,
  which: { readonly address: string; readonly fingerprint: string },
): Promise<SealedRecord | undefined> {
  return withKey(await sealedLeafAt.all(db, which))[0];
}

/** Those with a key; at one address, or at all. */
export async function sealedRecords(db: Database, address?: string): Promise<readonly SealedRecord[]> {
  let query = db.selectFrom('kept_key').select(SEALED).where('sealed', 'is not', null);
  if (address !== undefined) query = query.where('address', '=', address);
  return withKey(await query.orderBy('role').execute());
}

function withKey(rows: readonly (RecordName & { readonly id: string } & Sealing)[]): readonly SealedRecord[] {
  return rows.flatMap(({ wrapped_by, wrapped_key, sealed, ...name }) =>
    wrapped_by === null || wrapped_key === null || sealed === null
      ? []
      : [{ ...name, wrapped_by, wrapped_key, sealed }],
  );
}

export async function recordsAt(db: Database, address: string): Promise<readonly KeptRecord[]> {
  return (await at.all(db, { address })).map((row) => {
    const { address: _, ...record } = recordOf(row);
    return record;
  });
}

/** Takes the keys out of records; what nothing of the selector applies to keeps its key. */
export async function destroyKeys(db: Database, which: KeySelector): Promise<readonly KeptAt[]> {
  const rows = await keysOf(db, which);
  for (const { id } of rows) {
    await db.updateTable('kept_key').set(UNSEALED).where('id', '=', id).execute();
  }
  return rows.map(({ sealed, ...row }) => recordOf({ ...row, holds_key: sealed !== null }));
}

function keysOf(db: Database, { address, fingerprint, role, expiredAt }: KeySelector) {
  // What every deploy asks for.
  if (address !== undefined && role !== undefined && expiredAt !== undefined && fingerprint === undefined) {
    return spentAt.all(db, { address, role, expiredAt });
  }
  let query = db.selectFrom('kept_key').selectAll().where('sealed', 'is not', null);
  if (address !== undefined) query = query.where('address', '=', address);
  if (fingerprint !== undefined) query = query.where('fingerprint', '=', fingerprint);
  if (role !== undefined) query = query.where('role', '=', role);
  if (expiredAt !== undefined) query = query.where('not_after', '<=', expiredAt);
  return query.orderBy('address').orderBy('role').execute();
}

function recordOf(row: {
  readonly address: string;
  readonly role: KeptRole;
  readonly origin: KeptRecord['origin'];
  readonly fingerprint: string;
  readonly serial: string;
  readonly not_after: number;
  readonly deployment_id: string;
  /** SQLite has no booleans. */
  readonly holds_key: unknown;
}): KeptAt {
  const { address, role, origin, fingerprint, serial, not_after, deployment_id, holds_key } = row;
  return {
    ...{ address, role, origin, fingerprint, serial },
    notAfter: not_after,
    deploymentId: deployment_id,
    holdsKey: Boolean(holds_key),
  };
}
