import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from './schema.js';

/**
 * How far a change has come when its promise resolves. `disk`: it would survive the power failing. `log`: every
 * process sees it, and it would survive the end of all of them; it is on disk with the next change that goes there,
 * at the latest, so that the power failing takes it only together with everything after it.
 */
export type Reach = 'disk' | 'log';

/** What differs between the databases. */
export interface Backend {
  readonly db: Database;
  /** One transaction; when the work throws, nothing of it is written. */
  transaction<T>(work: (db: Database) => Promise<T>, reach: Reach): Promise<T>;
  /** Runs a read, again when it met a lock that goes away by itself. */
  reading<T>(work: () => Promise<T>): Promise<T>;
  /** A driver's error as the coded one that it means; what it does not know, as it is. */
  explain(error: unknown): unknown;
  /** Leaves no copy of what was deleted in the files. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/** The one way to the tables. */
export class Store {
  readonly #backend: Backend;
  readonly #transaction = new AsyncLocalStorage<Database>();
  #together = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async read<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const joined = this.#transaction.getStore();
    if (joined) return await work(joined);
    try {
      return await this.#backend.reading(() => work(this.#backend.db));
    } catch (error) {
      throw this.#backend.explain(error);
    }
  }

  /**
   * Resolves when the change would survive a crash; when the work throws, nothing of it is written. The work
   * reaches the tables through what it is given, and through nothing else: for that there is `together`.
   * @param reach `log` for what is of no use without a later change, and goes to disk with that one
   */
  async write<T>(work: (db: Database) => Promise<T>, reach: Reach = 'disk'): Promise<T> {
    const joined = this.#transaction.getStore();
    if (joined) return await work(joined);
    try {
      return await this.#backend.transaction(work, reach);
    } catch (error) {
      throw this.#backend.explain(error);
    }
  }

  /**
   * The same, and everything that is called within it belongs to the transaction, however deep, so that a
   * journal entry can be closed together with its audit row.
   */
  async together<T>(work: (db: Database) => Promise<T>, reach?: Reach): Promise<T> {
    return await this.write(async (db) => {
      this.#together += 1;
      try {
        return await this.#transaction.run(db, () => work(db));
      } finally {
        this.#together -= 1;
        // While somebody is followed, Node 20 looks at every promise of the process.
        if (this.#together === 0) this.#transaction.disable();
      }
    }, reach);
  }

  async scrub(): Promise<void> {
    try {
      await this.#backend.scrub();
    } catch (error) {
      throw this.#backend.explain(error);
    }
  }

  async close(): Promise<void> {
    try {
      await this.#backend.close();
    } catch (error) {
      throw this.#backend.explain(error);
    }
  }
}
