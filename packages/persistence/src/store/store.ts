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
  /** A transaction keeps all others from writing, so that what it reads needs no lock of its own. */
  readonly exclusive: boolean;
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

/**
 * The one way to the tables. Everything called within `write` belongs to that one transaction, however deep,
 * so that a journal entry can be closed together with its audit row.
 */
export class Store {
  readonly #backend: Backend;
  readonly #transaction = new AsyncLocalStorage<Database>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether what a transaction reads stays as it is until it ends. */
  get exclusive(): boolean {
    return this.#backend.exclusive;
  }

  async read<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const joined = this.#transaction.getStore();
    if (joined) return await work(joined);
    return await this.#explained(() => this.#backend.reading(() => work(this.#backend.db)));
  }

  /**
   * Resolves when the change would survive a crash; when the work throws, nothing of it is written.
   * @param reach `log` for what is of no use without a later change, and goes to disk with that one
   */
  async write<T>(work: (db: Database) => Promise<T>, reach: Reach = 'disk'): Promise<T> {
    const joined = this.#transaction.getStore();
    if (joined) return await work(joined);
    return await this.#explained(() =>
      this.#backend.transaction((db) => this.#transaction.run(db, () => work(db)), reach),
    );
  }

  async scrub(): Promise<void> {
    await this.#explained(() => this.#backend.scrub());
  }

  async close(): Promise<void> {
    await this.#explained(() => this.#backend.close());
  }

  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#backend.explain(error);
    }
  }
}
