import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from './schema.js';

/** What differs between the databases. */
export interface Backend {
  readonly db: Database;
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

  async read<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const joined = this.#transaction.getStore();
    if (joined) return await work(joined);
    return await this.#explained(() => this.#backend.reading(() => work(this.#backend.db)));
  }

  /** Resolves when the change would survive a crash; when the work throws, nothing of it is written. */
  async write<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const joined = this.#transaction.getStore();
    if (joined) return await work(joined);
    return await this.#explained(() =>
      this.#backend.db.transaction().execute((db) => this.#transaction.run(db, () => work(db))),
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
