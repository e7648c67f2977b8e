import { access, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CertctlError } from '@certctl/plugin-api';
import { Kysely } from 'kysely';
import Libsql from 'libsql';
import { migrate } from '../migrate.js';
import type { Schema } from '../schema.js';
import type { Backend } from '../store.js';
import { explainSqlite } from './explain-sqlite.js';
import { prepareFolder } from './prepare-folder.js';
import { preparedOnce } from './prepared-once.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { whileBusy } from './while-busy.js';

export interface SqliteOptions {
  /** Made with mode 0700 when it is missing; its parent must exist. */
  readonly folder: string;
  /** How long another process may hold the lock before `store_busy`. */
  readonly busyTimeoutMs?: number;
  /** A disk with less is full: a deploy that has begun needs room for its end. */
  readonly minimumFreeBytes?: number;
}

const BUSY_TIMEOUT_MS = 10_000;
const MINIMUM_FREE_BYTES = 16 * 1024 * 1024;
/** Waiting within SQLite stops the process, so it is kept to what a reader needs while a file is recovered. */
const BLOCKING_MS = 20;
/** Says that the folder once had a store, so that an emptied file is not taken for a new one. */
const MARKER = 'store.json';

/** The store in a folder, checked and of this version's schema. Any number of processes may open one folder. */
export async function openSqlite(options: SqliteOptions): Promise<Backend> {
  const { folder, busyTimeoutMs = BUSY_TIMEOUT_MS, minimumFreeBytes = MINIMUM_FREE_BYTES } = options;
  const file = await prepareFolder(folder, minimumFreeBytes);
  const known = await exists(join(folder, MARKER));
  const explain = (error: unknown) => explainSqlite(error, file);
  let database: Libsql.Database | undefined;
  try {
    const opened = new Libsql(file);
    database = opened;
    await whileBusy(busyTimeoutMs, () => configure(opened));
    await whileBusy(busyTimeoutMs, () => check(opened, file));
  } catch (error) {
    database?.close();
    throw explain(error);
  }
  const connection = preparedOnce(database);
  const db = new Kysely<Schema>({ dialect: sqliteDialect(connection, busyTimeoutMs) });
  const backend = new SqliteBackend(db, database, busyTimeoutMs, explain);
  try {
    const { existed } = await backend.reading(() => migrate(db, folder));
    if (known && !existed) throw emptied(file);
    if (!known) await writeFile(join(folder, MARKER), '{"store":"certctl"}\n', { mode: 0o600 });
  } catch (error) {
    await backend.close();
    throw explain(error);
  }
  return backend;
}

class SqliteBackend implements Backend {
  constructor(
    readonly db: Kysely<Schema>,
    private readonly database: Libsql.Database,
    private readonly busyTimeoutMs: number,
    readonly explain: (error: unknown) => unknown,
  ) {}

  reading<T>(work: () => Promise<T>): Promise<T> {
    return whileBusy(this.busyTimeoutMs, work);
  }

  async scrub(): Promise<void> {
    // What was deleted is overwritten in the file (secure_delete); the log may still have it as it was. While
    // another process reads, the log cannot be cut; then a later checkpoint does it.
    this.database.pragma('wal_checkpoint(TRUNCATE)');
  }

  async close(): Promise<void> {
    if (!this.database.open) return;
    try {
      await this.scrub();
    } finally {
      await this.db.destroy();
      if (this.database.open) this.database.close();
    }
  }
}

function configure(database: Libsql.Database): void {
  database.pragma(`busy_timeout=${BLOCKING_MS}`);
  database.pragma('journal_mode=WAL');
  // In WAL mode anything less may lose the last commits when the power fails.
  database.pragma('synchronous=FULL');
  database.pragma('secure_delete=ON');
  database.pragma('foreign_keys=ON');
  // Sorting goes to memory, so that no copy of a record is left in a temporary file.
  database.pragma('temp_store=MEMORY');
}

function check(database: Libsql.Database, file: string): void {
  const found = database.prepare('pragma quick_check(1)').all();
  if (JSON.stringify(found) === JSON.stringify([{ quick_check: 'ok' }])) return;
  throw new CertctlError('store_corrupt', `${file} fails its own check: ${JSON.stringify(found)}`);
}

function emptied(file: string): CertctlError {
  return new CertctlError(
    'store_corrupt',
    `${file} is empty, and ${join(dirname(file), MARKER)} says that there was a store`,
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw new CertctlError('store_unusable', `${path} cannot be looked at`, { cause: error });
  }
}
