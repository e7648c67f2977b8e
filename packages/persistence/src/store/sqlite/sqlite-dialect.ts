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
import { whileBusy } from './while-busy.js';

export interface TransactionalDatabase extends SqliteDatabase {
  readonly inTransaction: boolean;
}

/**
 * Takes the write lock at the start. A transaction that begins as a reader and then writes fails, without
 * waiting, when another process has written in between (https://www.sqlite.org/isolation.html).
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: TransactionalDatabase;
  readonly #busyTimeoutMs: number;

  constructor(database: TransactionalDatabase, busyTimeoutMs: number) {
    super({ database });
    this.#database = database;
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await whileBusy(this.#busyTimeoutMs, () => connection.executeQuery(CompiledQuery.raw('begin immediate')));
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

export function sqliteDialect(database: TransactionalDatabase, busyTimeoutMs: number): Dialect {
  return {
    createDriver: () => new ImmediateDriver(database, busyTimeoutMs),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
