import { Kysely } from 'kysely';
import type Libsql from 'libsql';
import { reachDirectly } from '../directly.js';
import type { Database, Schema } from '../schema.js';
import type { Backend, Reach } from '../store.js';
import { explainSqlite } from './explain-sqlite.js';
import type { LogOnDisk } from './log-on-disk.js';
import { preparedOnce } from './prepared-once.js';
import { sqliteDialect, type TransactionalDatabase } from './sqlite-dialect.js';
import { Turns } from './turns.js';
import { isBusy, whileBusy } from './while-busy.js';

export interface SqliteBackendOptions {
  readonly file: string;
  readonly busyTimeoutMs: number;
  /** Left out for a file that has no log. */
  readonly log?: LogOnDisk | undefined;
}

/**
 * One connection, in which one has its turn: a transaction until it ends, a statement of nobody's transaction
 * until it has run. SQLite works in this thread, so that a statement has its answer at once; what a transaction
 * waits for is the way of its own work from one statement to the next.
 */
export class SqliteBackend implements Backend {
  readonly db: Kysely<Schema>;
  /** The same tables for whoever has the turn. */
  readonly #inside: Kysely<Schema>;
  readonly #turns = new Turns();
  readonly #database: Libsql.Database;
  readonly #prepared: TransactionalDatabase;
  readonly #options: SqliteBackendOptions;

  constructor(database: Libsql.Database, options: SqliteBackendOptions) {
    this.#database = database;
    this.#options = options;
    this.#prepared = preparedOnce(database);
    const { busyTimeoutMs } = options;
    this.db = new Kysely({ dialect: sqliteDialect(this.#prepared, { busyTimeoutMs, turns: this.#turns }) });
    this.#inside = new Kysely({ dialect: sqliteDialect(this.#prepared, { busyTimeoutMs }) });
    const all = async (sql: string, parameters: readonly unknown[]) => this.#all(sql, parameters);
    reachDirectly(this.#inside, { all });
    reachDirectly(this.db, { all: (...statement) => this.#inTurn(() => this.#all(...statement)) });
  }

  async transaction<T>(work: (db: Database) => Promise<T>, reach: Reach): Promise<T> {
    const { log } = this.#options;
    log?.assertSound();
    const result = await this.#inTurn(() => this.#transaction(work));
    if (reach === 'disk') await log?.reach();
    return result;
  }

  explain(error: unknown): unknown {
    return explainSqlite(error, this.#options.file);
  }

  reading<T>(work: () => Promise<T>): Promise<T> {
    return whileBusy(this.#options.busyTimeoutMs, work);
  }

  async scrub(): Promise<void> {
    // What was deleted is overwritten in the file (secure_delete); the log may still have it as it was. While
    // another process reads, the log cannot be cut; then a later checkpoint does it.
    await this.#inTurn(() => this.#database.pragma('wal_checkpoint(TRUNCATE)'));
  }

  async close(): Promise<void> {
    if (!this.#database.open) return;
    try {
      await this.scrub();
    } finally {
      await this.abandon();
    }
  }

  /** Closes the connection and does nothing else, for one that has failed. */
  async abandon(): Promise<void> {
    await this.#options.log?.close();
    await this.db.destroy();
    if (this.#database.open) this.#database.close();
  }

  async #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.#turns.take();
    if (turn) await turn;
    try {
      return await work();
    } finally {
      this.#turns.give();
    }
  }

  async #transaction<T>(work: (db: Database) => Promise<T>): Promise<T> {
    // At the start, so that what is read in it is not out of date when it writes.
    const begun = this.#begin();
    if (begun) await begun;
    try {
      const result = await work(this.#inside);
      this.#prepared.prepare('commit').run([]);
      return result;
    } catch (error) {
      // A full disk, among others, makes SQLite roll back by itself; to ask again would hide that error behind
      // another (https://www.sqlite.org/lang_transaction.html).
      if (this.#prepared.inTransaction) this.#prepared.prepare('rollback').run([]);
      throw error;
    }
  }

  /** Undefined when the lock was free, as it nearly always is, otherwise what to wait for. */
  #begin(): Promise<void> | undefined {
    const begin = () => {
      this.#prepared.prepare('begin immediate').run([]);
    };
    try {
      begin();
      return undefined;
    } catch (error) {
      if (!isBusy(error)) throw error;
      return whileBusy(this.#options.busyTimeoutMs, begin);
    }
  }

  #all(sql: string, parameters: readonly unknown[]): readonly unknown[] {
    const prepared = this.#prepared.prepare(sql);
    if (prepared.reader) return prepared.all(parameters);
    prepared.run(parameters);
    return [];
  }
}
