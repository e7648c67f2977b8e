import { CertctlError } from '@certctl/plugin-api';
import { Kysely } from 'kysely';
import Libsql from 'libsql';
import { migrate } from '../migrate.js';
import type { Database, Schema } from '../schema.js';
import type { Backend, Reach } from '../store.js';
import { explainSqlite } from './explain-sqlite.js';
import { LogOnDisk } from './log-on-disk.js';
import { preparedOnce } from './prepared-once.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { whileBusy } from './while-busy.js';

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
  const dialect = sqliteDialect(preparedOnce(database), busyTimeoutMs);
  const log = alone ? undefined : new LogOnDisk(file);
  const backend = new SqliteBackend(new Kysely<Schema>({ dialect }), database, file, busyTimeoutMs, log);
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

class SqliteBackend implements Backend {
  readonly exclusive = true;
  constructor(
    readonly db: Kysely<Schema>,
    private readonly database: Libsql.Database,
    private readonly file: string,
    private readonly busyTimeoutMs: number,
    private readonly log: LogOnDisk | undefined,
  ) {}

  async transaction<T>(work: (db: Database) => Promise<T>, reach: Reach): Promise<T> {
    this.log?.assertSound();
    const result = await this.db.transaction().execute(work);
    if (reach === 'disk') await this.log?.reach();
    return result;
  }

  explain(error: unknown): unknown {
    return explainSqlite(error, this.file);
  }

  reading<T>(work: () => Promise<T>): Promise<T> {
    return whileBusy(this.busyTimeoutMs, work);
  }

  async scrub(): Promise<void> {
    // What was deleted is overwritten in the file (secure_delete); the log may still have it as it was. While
    // another process reads, the log cannot be cut; then a later checkpoint does it.
    await this.db.connection().execute(async () => this.database.pragma('wal_checkpoint(TRUNCATE)'));
  }

  async close(): Promise<void> {
    if (!this.database.open) return;
    try {
      await this.scrub();
    } finally {
      await this.abandon();
    }
  }

  /** Closes the connection and does nothing else, for one that has failed. */
  async abandon(): Promise<void> {
    await this.log?.close();
    await this.db.destroy();
    if (this.database.open) this.database.close();
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
