import { CertctlError } from '@certctl/plugin-api';
import Libsql from 'libsql';
import { migrate } from '../migrate.js';
import type { Backend } from '../store.js';
import { LogOnDisk } from './log-on-disk.js';
import { SqliteBackend } from './sqlite-backend.js';

/** Waiting within SQLite stops the process, so it is kept to what a reader needs while a file is recovered. */
const BLOCKING_MS = 20;
/** While a store is opened there is nothing yet in this process that the lock could belong to. */
const OPENING_MS = 1_000;

export interface ConnectOptions {
  readonly busyTimeoutMs: number;
  /** The file is empty, and its tables are to be made. */
  readonly empty?: boolean;
  /** Nobody else knows the file: a copy that is not in use yet. It stays one file, without a log beside it. */
  readonly alone?: boolean;
}

/** One connection to a file, checked and of this version's schema. */
export async function connectSqlite(file: string, options: ConnectOptions): Promise<Backend> {
  const { busyTimeoutMs, empty = false, alone = false } = options;
  const database = new Libsql(file);
  const log = alone ? undefined : new LogOnDisk(file);
  const backend = new SqliteBackend(database, { file, busyTimeoutMs, log });
  try {
    configure(database, alone);
    // A copy is looked at once, and thoroughly.
    check(database, file, alone ? 'integrity_check' : 'quick_check');
    const { existed } = await migrate(backend.db, file);
    if (!existed && !empty) throw new CertctlError('store_corrupt', `${file} is empty: it has no tables`);
    database.pragma(`busy_timeout=${BLOCKING_MS}`);
    return backend;
  } catch (error) {
    await backend.abandon();
    throw error;
  }
}

function configure(database: Libsql.Database, alone: boolean): void {
  database.pragma(`busy_timeout=${OPENING_MS}`);
  database.pragma(`journal_mode=${alone ? 'MEMORY' : 'WAL'}`);
  // Never a damaged file, whatever fails; the last commits of a log are put on disk beside this thread: see LogOnDisk.
  database.pragma(`synchronous=${alone ? 'FULL' : 'NORMAL'}`);
  database.pragma('secure_delete=ON');
  database.pragma('foreign_keys=ON');
  // Sorting goes to memory, so that no copy of a record is left in a temporary file.
  database.pragma('temp_store=MEMORY');
}

function check(database: Libsql.Database, file: string, name: 'quick_check' | 'integrity_check'): void {
  const found = database.prepare(`pragma ${name}(1)`).all();
  if (JSON.stringify(found) === JSON.stringify([{ [name]: 'ok' }])) return;
  throw new CertctlError('store_corrupt', `${file} fails its own check: ${JSON.stringify(found)}`);
}
