import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { migrate } from '../migrate.js';
import type { Schema } from '../schema.js';
import type { Backend } from '../store.js';
import { explainPostgres } from './explain-postgres.js';

export interface PostgresOptions {
  /** URL of a database that holds nothing else: `postgres://user:password@host/database`. */
  readonly postgres: string;
  /** How long a statement may wait for a lock, and an open for a connection, before `store_busy`. */
  readonly busyTimeoutMs?: number;
  readonly maxConnections?: number;
}

const BUSY_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 8;
const INT8 = 20;

/** The store in a database of PostgreSQL, of this version's schema. Any number of processes may share it. */
export async function openPostgres(options: PostgresOptions): Promise<Backend> {
  const { postgres, busyTimeoutMs = BUSY_TIMEOUT_MS, maxConnections = MAX_CONNECTIONS } = options;
  const where = nameOf(postgres);
  const pool = new Pool({
    connectionString: postgres,
    max: maxConnections,
    connectionTimeoutMillis: busyTimeoutMs,
    lock_timeout: busyTimeoutMs,
    types: {
      // Times and counters are below 2^53; the driver gives bigint as text.
      getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks while nobody uses it is replaced; the next statement tells if the server is gone.
  pool.on('error', () => undefined);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const explain = (error: unknown) => explainPostgres(error, where);
  try {
    await migrate(db, where);
  } catch (error) {
    await db.destroy();
    throw explain(error);
  }
  return {
    db,
    // The server puts what is committed at the same time on disk together, and it does so always.
    transaction: (work) => db.transaction().execute(work),
    explain,
    reading: (work) => work(),
    // Deleted rows are the server's to overwrite; what they hold is sealed.
    scrub: async () => undefined,
    close: () => db.destroy(),
  };
}

/** Host and database, without the password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
