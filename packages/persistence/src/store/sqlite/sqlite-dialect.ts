import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Turns } from './turns.js';
import { whileBusy } from './while-busy.js';

export interface TransactionalDatabase extends SqliteDatabase {
  readonly inTransaction: boolean;
}

export interface SqliteDialectOptions {
  readonly busyTimeoutMs: number;
  /** Whose turn it is on the connection; left out by who has it. */
  readonly turns?: Turns;
}

/**
 * Takes the write lock at the start. A transaction that begins as a reader and then writes fails, without
 * waiting, when another process has written in between (https://www.sqlite.org/isolation.html).
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: TransactionalDatabase;
  readonly #options: SqliteDialectOptions;

  constructor(database: TransactionalDatabase, options: SqliteDialectOptions) {
    super({ database });
    this.#database = database;
    this.#options = options;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#options.turns?.take();
    return await super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection();
    this.#options.turns?.give();
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const begin = CompiledQuery.raw('begin immediate');
    await whileBusy(this.#options.busyTimeoutMs, () => connection.executeQuery(begin));
  }

  /**
   * A full disk, among others, makes SQLite roll back by itself; to ask again would hide that error behind
   * another (https://www.sqlite.org/lang_transaction.html).
   */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** SQLite undoes DDL with its transaction; as Kysely's adapter says no, a killed migration would stay half done. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export function sqliteDialect(database: TransactionalDatabase, options: SqliteDialectOptions): Dialect {
  return {
    createDriver: () => new ImmediateDriver(database, options),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
