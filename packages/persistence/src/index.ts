export type { AuditQuery, DurableAuditLog, KnownHead } from './audit/durable-audit-log.js';
export type { AuditProblem, AuditVerdict } from './audit/verify-stream.js';
export { type BackupOptions, type BackupSummary, backUp } from './backup/back-up.js';
export type { MarkedRestored } from './backup/mark-restored.js';
export { type RestoredStore, type RestoreOptions, restoreStore } from './backup/restore-store.js';
export type { DurableJournal } from './journal/durable-journal.js';
export type { GivenKey } from './keeper/active-key.js';
export { environmentKeyEncryptionKey } from './keeper/environment-key-encryption-key.js';
export { type FileKeyOptions, fileKeyEncryptionKey } from './keeper/file-key-encryption-key.js';
export type { SealedKeyKeeper } from './keeper/sealed-key-keeper.js';
export type { DurableLeases, FencedLease } from './lease/durable-leases.js';
export {
  openPersistence,
  type Persistence,
  type PersistenceOptions,
  type StoreOptions,
} from './open-persistence.js';
export type { PostgresOptions } from './store/postgres/open-postgres.js';
export type { SqliteOptions } from './store/sqlite/open-sqlite.js';
