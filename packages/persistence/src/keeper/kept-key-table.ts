import type { KeptAt, KeptRecord, KeptRole, KeySelector } from '@certctl/engine';
import type { Database } from '../store/schema.js';
import { UNSEALED } from './active-key.js';
import type { RecordName, SealedRecord } from './seal-record.js';

const SEALED = ['id', 'address', 'fingerprint', 'serial', 'wrapped_by', 'wrapped_key', 'sealed'] as const;

/** A record, with its key or without. */
export type NewRecord = SealedRecord | (RecordName & typeof UNSEALED & { readonly id: string });

/** What a record says beside the leaf. */
export type Filing = Pick<KeptRecord, 'role' | 'origin' | 'deploymentId' | 'notAfter'>;

export async function insertKept(db: Database, record: NewRecord, filing: Filing): Promise<void> {
  const { role, origin, deploymentId, notAfter } = filing;
  await db
    .insertInto('kept_key')
    .values({ ...record, role, origin, deployment_id: deploymentId, not_after: notAfter })
    .execute();
}

export async function vacate(db: Database, address: string, role: KeptRole): Promise<void> {
  await db.deleteFrom('kept_key').where('address', '=', address).where('role', '=', role).execute();
}

/** Makes room for a current record: another leaf becomes the previous one, the same leaf is replaced. */
export async function stepBack(db: Database, address: string, fingerprint: string): Promise<void> {
  const current = await db
    .selectFrom('kept_key')
    .select(['id', 'fingerprint'])
    .where('address', '=', address)
    .where('role', '=', 'current')
    .executeTakeFirst();
  if (!current) return;
  if (current.fingerprint === fingerprint) {
    await vacate(db, address, 'current');
    return;
  }
  await vacate(db, address, 'previous');
  await db.updateTable('kept_key').set({ role: 'previous' }).where('id', '=', current.id).execute();
}

/** Those with a key. */
export async function sealedRecords(
  db: Database,
  which: { readonly address?: string; readonly fingerprint?: string } = {},
): Promise<readonly SealedRecord[]> {
  let query = db.selectFrom('kept_key').select(SEALED).where('sealed', 'is not', null);
  if (which.address !== undefined) query = query.where('address', '=', which.address);
  if (which.fingerprint !== undefined) query = query.where('fingerprint', '=', which.fingerprint);
  // The same leaf may be current and pending again: what was proven comes first.
  const rows = await query.orderBy('role').execute();
  return rows.flatMap(({ wrapped_by, wrapped_key, sealed, ...name }) =>
    wrapped_by === null || wrapped_key === null || sealed === null
      ? []
      : [{ ...name, wrapped_by, wrapped_key, sealed }],
  );
}

export async function recordsAt(db: Database, address: string): Promise<readonly KeptRecord[]> {
  const rows = await db
    .selectFrom('kept_key')
    .selectAll()
    .where('address', '=', address)
    .orderBy('role')
    .execute();
  return rows.map((row) => {
    const { address: _, ...record } = recordOf(row);
    return record;
  });
}

/** Takes the keys out of records; what nothing of the selector applies to keeps its key. */
export async function destroyKeys(db: Database, which: KeySelector): Promise<readonly KeptAt[]> {
  const { address, fingerprint, role, expiredAt } = which;
  let query = db.selectFrom('kept_key').selectAll().where('sealed', 'is not', null);
  if (address !== undefined) query = query.where('address', '=', address);
  if (fingerprint !== undefined) query = query.where('fingerprint', '=', fingerprint);
  if (role !== undefined) query = query.where('role', '=', role);
  if (expiredAt !== undefined) query = query.where('not_after', '<=', expiredAt);
  const rows = await query.orderBy('address').orderBy('role').execute();
  for (const { id } of rows) {
    await db.updateTable('kept_key').set(UNSEALED).where('id', '=', id).execute();
  }
  return rows.map(recordOf);
}

function recordOf(row: {
  readonly address: string;
  readonly role: KeptRole;
  readonly origin: KeptRecord['origin'];
  readonly fingerprint: string;
  readonly serial: string;
  readonly not_after: number;
  readonly deployment_id: string;
  readonly sealed: string | null;
}): KeptAt {
  const { address, role, origin, fingerprint, serial, not_after, deployment_id, sealed } = row;
  return {
    ...{ address, role, origin, fingerprint, serial },
    notAfter: not_after,
    deploymentId: deployment_id,
    holdsKey: sealed !== null,
  };
}
