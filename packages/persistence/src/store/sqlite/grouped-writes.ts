import { AsyncResource } from 'node:async_hooks';
import { sql } from 'kysely';
import type { Database } from '../schema.js';
import type { Reach } from '../store.js';
import { whileBusy } from './while-busy.js';

/** The connection, as far as a transaction is made of it. */
interface Connection {
  readonly inTransaction: boolean;
  pragma(source: string): unknown;
}

interface Write {
  readonly reach: Reach;
  readonly run: (db: Database) => Promise<void>;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** So many writes are one group at most; the first of them waits for the last. */
const MOST = 64;
/** https://www.sqlite.org/pragma.html#pragma_synchronous */
const SYNCHRONOUS: Readonly<Record<Reach, string>> = { disk: 'FULL', log: 'NORMAL' };
const SAVEPOINT = 'certctl_write';

/**
 * The transactions of one connection. Those that wait for each other are carried out one after the other and
 * committed together, because putting them on disk takes as long for all as for one: each is told of its end when
 * that of all is known, and one that fails leaves nothing behind and the others alone.
 */
export class GroupedWrites {
  readonly #db: Database;
  readonly #connection: Connection;
  readonly #busyTimeoutMs: number;
  readonly #waiting: Write[] = [];
  #atWork = false;

  constructor(db: Database, connection: Connection, busyTimeoutMs: number) {
    this.#db = db;
    this.#connection = connection;
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  run<T>(work: (db: Database) => Promise<T>, reach: Reach): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#waiting.push({
        reach,
        // In the context of who asked, whoever it is that comes by to carry it out.
        run: AsyncResource.bind(async (db: Database) => {
          result = await work(db);
        }),
        settle: () => resolve(result),
        fail: reject,
      });
      if (!this.#atWork) void this.#carryOut();
    });
  }

  async #carryOut(): Promise<void> {
    this.#atWork = true;
    while (this.#waiting.length > 0) {
      const done: Write[] = [];
      try {
        await this.#db.connection().execute((db) => this.#group(db, done));
        for (const write of done) write.settle();
      } catch (error) {
        for (const write of done) write.fail(error);
      }
    }
    this.#atWork = false;
  }

  /** @param done what ends with the transaction, well or badly */
  async #group(db: Database, done: Write[]): Promise<void> {
    const reach = this.#waiting.some((write) => write.reach === 'disk') ? 'disk' : 'log';
    try {
      // Outside of a transaction, where alone it can be changed.
      this.#connection.pragma(`synchronous=${SYNCHRONOUS[reach]}`);
      await whileBusy(this.#busyTimeoutMs, () => sql`begin immediate`.execute(db));
    } catch (error) {
      done.push(...this.#waiting.splice(0));
      throw error;
    }
    try {
      for (let next = this.#next(done, reach); next; next = this.#next(done, reach)) {
        await this.#one(db, next, done);
      }
      await sql`commit`.execute(db);
    } catch (error) {
      // A full disk, among others, makes SQLite roll back by itself; to ask again would hide that error behind
      // another (https://www.sqlite.org/lang_transaction.html).
      if (this.#connection.inTransaction) await sql`rollback`.execute(db);
      throw error;
    }
  }

  /** Who came while the group was at work goes with it, unless it needs more than this group was begun for. */
  #next(done: readonly Write[], reach: Reach): Write | undefined {
    const [first] = this.#waiting;
    if (!first || done.length >= MOST || (first.reach === 'disk' && reach === 'log')) return undefined;
    this.#waiting.shift();
    return first;
  }

  async #one(db: Database, write: Write, done: Write[]): Promise<void> {
    await sql.raw(`savepoint ${SAVEPOINT}`).execute(db);
    try {
      await write.run(db);
    } catch (error) {
      if (!this.#connection.inTransaction) {
        done.push(write);
        throw error;
      }
      await sql.raw(`rollback to ${SAVEPOINT}`).execute(db);
      await sql.raw(`release ${SAVEPOINT}`).execute(db);
      write.fail(error);
      return;
    }
    done.push(write);
    await sql.raw(`release ${SAVEPOINT}`).execute(db);
  }
}
