import type { Backend } from '../store.js';
import { connectSqlite } from './connect-sqlite.js';
import { createStore } from './create-store.js';
import { explainSqlite } from './explain-sqlite.js';
import { prepareFolder, refuseUnlessOurFiles } from './prepare-folder.js';
import { whileBusy } from './while-busy.js';

export interface SqliteOptions {
  /** Made with mode 0700 when it is missing; its parent must exist. */
  readonly folder: string;
  /** How long another process may hold the lock before `store_busy`. */
  readonly busyTimeoutMs?: number;
  /** A disk with less is full: a deploy that has begun needs room for its end. */
  readonly minimumFreeBytes?: number;
}

const BUSY_TIMEOUT_MS = 10_000;
export const MINIMUM_FREE_BYTES = 16 * 1024 * 1024;

/** The store in a folder, checked and of this version's schema. Any number of processes may open one folder. */
export async function openSqlite(options: SqliteOptions): Promise<Backend> {
  const { folder, busyTimeoutMs = BUSY_TIMEOUT_MS, minimumFreeBytes = MINIMUM_FREE_BYTES } = options;
  const file = await prepareFolder(folder, minimumFreeBytes);
  try {
    await createStore(file);
    await refuseUnlessOurFiles(file);
    // A statement that met a lock may keep what it has seen so far, and with it the connection from writing.
    return await whileBusy(busyTimeoutMs, () => connectSqlite(file, { busyTimeoutMs }));
  } catch (error) {
    throw explainSqlite(error, file);
  }
}
