import { randomUUID } from 'node:crypto';
import type { AddressBook, CompromisedLeaves, DeploymentRecords, Holds, UsageLog } from '@certctl/engine';
import type { Clock, EpochMs } from '@certctl/plugin-api';

import { DurableAuditLog } from './audit/durable-audit-log.js';
import { type MarkedRestored, markRestored } from './backup/mark-restored.js';
import { DurableJournal } from './journal/durable-journal.js';
import { ActiveKey, type GivenKey } from './keeper/active-key.js';
import { SealedKeyKeeper } from './keeper/sealed-key-keeper.js';
import { DurableLeases } from './lease/durable-leases.js';
import { DurableAddressBook } from './record/durable-address-book.js';
import { DurableCompromisedLeaves } from './record/durable-compromised-leaves.js';
import { DurableDeploymentRecords } from './record/durable-deployment-records.js';
import { DurableHolds } from './record/durable-holds.js';
import { DurableUsageLog } from './record/durable-usage-log.js';
import type { PostgresOptions } from './store/postgres/open-postgres.js';
import { openSqlite, type SqliteOptions } from './store/sqlite/open-sqlite.js';
import { type Backend, Store } from './store/store.js';

export interface StoreOptions {
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Without it everything works but the keeping and finding of keys. A function is called when a key is first
   * sealed or opened: until then a key that is lost, wrong or out of reach stops nothing.
   */
  readonly keyEncryptionKey?: GivenKey | undefined;
  /** Destroys the kept keys that another key-encryption key has sealed, instead of refusing to open. */
  readonly abandonKeptKeys?: boolean;
  /** Name of the chain of audit rows that this process writes to: that of its agent. */
  readonly stream?: string;
}

export type PersistenceOptions = StoreOptions & (SqliteOptions | PostgresOptions);

/** What the engine's tokens of the same names are given. */
export interface Persistence {
  readonly journal: DurableJournal;
  readonly leases: DurableLeases;
  readonly keeper: SealedKeyKeeper;
  readonly addressBook: AddressBook;
  readonly holds: Holds;
  readonly compromised: CompromisedLeaves;
  readonly audit: DurableAuditLog;
  readonly deployments: DeploymentRecords;
  readonly usage: UsageLog;
  /**
   * One transaction around everything that the work calls of the above: all of it is written, or, when the
   * work throws, nothing. Other writers wait meanwhile, so the work must not.
   */
  together<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Says that the records were put back from a copy of that time by other means than `restoreStore`, such as
   * pg_restore or a snapshot of the volume: every target is on hold until it is released.
   */
  markRestored(of: { readonly backupAt: EpochMs; readonly actor: string }): Promise<MarkedRestored>;
  close(): Promise<void>;
}

/**
 * The store in a folder of mode 0700, or in a database of PostgreSQL. Any number of processes may share it.
 * @throws `store_unusable`, `store_newer`, `store_corrupt`, `store_full`, `store_busy`,
 * `key_encryption_key_wrong`
 */
export async function openPersistence(options: PersistenceOptions): Promise<Persistence> {
  return await persistenceOn(await openBackend(options), options);
}

async function openBackend(options: SqliteOptions | PostgresOptions): Promise<Backend> {
  if ('folder' in options) return await openSqlite(options);
  // The driver is loaded by those who use it.
  const { openPostgres } = await import('./store/postgres/open-postgres.js');
  return await openPostgres(options);
}

/** @internal The parts on a database that is open; they close it. */
export async function persistenceOn(backend: Backend, options: StoreOptions): Promise<Persistence> {
  const { clock, keyEncryptionKey, abandonKeptKeys = false, stream = 'local' } = options;
  const store = new Store(backend);
  let active: ActiveKey;
  try {
    active = await ActiveKey.claim(store, keyEncryptionKey, abandonKeptKeys);
  } catch (error) {
    await store.close();
    throw error;
  }
  const holds = new DurableHolds(store);
  const audit = new DurableAuditLog(store, stream);
  return {
    journal: new DurableJournal(store),
    leases: new DurableLeases(store, clock),
    keeper: new SealedKeyKeeper(store, active),
    addressBook: new DurableAddressBook(store),
    holds,
    compromised: new DurableCompromisedLeaves(store),
    audit,
    deployments: new DurableDeploymentRecords(store),
    usage: new DurableUsageLog(store),
    together: (work) => store.together(work),
    markRestored: (of) => markRestored(store, { holds, audit }, { ...of, at: clock.now(), id: randomUUID() }),
    close: () => store.close(),
  };
}
