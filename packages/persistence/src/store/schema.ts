import type { KeptRecord, KeptRole, OutcomeStatus } from '@certctl/engine';
import type { Generated, Kysely } from 'kysely';

/**
 * The tables. Times are epoch milliseconds; what the engine gives and only reads back is text that it
 * encoded. Only text and integers are used, which SQLite and PostgreSQL keep alike.
 */
export interface Schema {
  journal: JournalTable;
  /** The entries as they were opened. What has moved since is in the columns of `journal`. */
  journal_entry: { id: string; entry: string };
  journal_address: JournalAddressTable;
  lease: LeaseTable;
  kept_key: KeptKeyTable;
  target_reference: { target_id: string; reference: string };
  committed_address: { target_id: string; address: string };
  hold: { target_id: string; hold: string };
  /** Targets that were released since the records were put back from a backup. */
  restore_release: { target_id: string };
  deployment: DeploymentTable;
  compromised_leaf: { fingerprint: string; public_key: string | null; since: number; actor: string };
  audit: AuditTable;
  audit_head: { stream: string; seq: number; hash: string };
  quota_use: { id: string; scope: string; operation: string; until: number };
  setting: { name: string; value: string };
}

interface JournalTable {
  id: string;
  target_id: string;
  phase: string;
  opened_at: number;
  /** Null while the entry is open. */
  closed_at: number | null;
  status: OutcomeStatus | null;
  owner: string;
  /** JSON. Null, as those that follow, while it is what the entry says. */
  addresses: Generated<string | null>;
  reference: Generated<string | null>;
  revision: Generated<string | null>;
  in_flight_until: Generated<number | null>;
}

/** Addresses of open entries only: its primary key is what keeps a second entry out. */
interface JournalAddressTable {
  address: string;
  entry_id: string;
}

interface LeaseTable {
  address: string;
  /** Null when released: the row stays, because its fence must never go back. */
  holder: string | null;
  expires_at: number;
  fence: number;
}

interface KeptKeyTable {
  id: string;
  address: string;
  role: KeptRole;
  origin: KeptRecord['origin'];
  fingerprint: string;
  serial: string;
  not_after: number;
  deployment_id: string;
  /** Id of the key-encryption key that wraps the record's data key. Null, and the next two, when no key is kept. */
  wrapped_by: string | null;
  wrapped_key: string | null;
  /** Nonce, ciphertext and tag. */
  sealed: string | null;
}

interface DeploymentTable {
  id: string;
  target_id: string;
  started_at: number;
  /** JSON. */
  record: string;
}

interface AuditTable {
  stream: string;
  seq: number;
  previous: string;
  hash: string;
  at: number;
  target_id: string;
  deployment_id: string;
  row: string;
}

/** The setting that names the key-encryption key, as JSON; null until there is one. Its row is always there. */
export const KEY_SETTING = 'key_encryption_key';

/** In a backup, and nowhere else: when it was made, as JSON. */
export const BACKUP_SETTING = 'backup';

/** Says that the records were put back from a backup and not all targets are released; as JSON. */
export const RESTORED_SETTING = 'restored';

/** The database, or one transaction of it. */
export type Database = Kysely<Schema>;
