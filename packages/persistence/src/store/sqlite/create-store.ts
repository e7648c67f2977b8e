import { randomUUID } from 'node:crypto';
import { access, copyFile, link, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CertctlError } from '@certctl/plugin-api';
import { codeOf } from '../code-of.js';
import { connectSqlite } from './connect-sqlite.js';
import { toDisk } from './to-disk.js';

/** Says that the folder once had a store, so that one that is gone is not taken for a new one. */
export const MARKER = 'store.json';
/** Nobody else knows the draft. */
const NO_WAIT = 0;

/**
 * Makes the database file when there is none. It is made under another name and linked to its own when it is
 * whole: of several first processes one wins, and none ever sees half a schema.
 */
export async function createStore(file: string): Promise<void> {
  const marker = join(dirname(file), MARKER);
  // In this order: the marker of another first process comes after its file.
  const known = await exists(marker);
  if (await exists(file)) return;
  if (known) {
    throw new CertctlError('store_corrupt', `${file} is gone, and ${marker} says that there was a store`);
  }
  const draft = `${file}.${randomUUID()}`;
  const whole = `${draft}.whole`;
  try {
    await (await open(draft, 'wx', 0o600)).close();
    const backend = await connectSqlite(draft, { busyTimeoutMs: NO_WAIT, empty: true });
    await backend.close();
    // The driver lets go of a file when its statements are collected, so what it had open is not what is used.
    // The copy has the mode of the draft.
    await copyFile(draft, whole);
    await toDisk(whole);
    await link(whole, file);
    await toDisk(dirname(file));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw failure(error, file);
  } finally {
    for (const path of [whole, draft, `${draft}-wal`, `${draft}-shm`]) await rm(path, { force: true });
  }
  await writeFile(marker, '{"store":"certctl"}\n', { mode: 0o600 });
}

function failure(error: unknown, file: string): unknown {
  if (codeOf(error) === 'ENOSPC') {
    return new CertctlError('store_full', `the disk of ${file} has no room left`, { cause: error });
  }
  return error instanceof Error && 'syscall' in error
    ? new CertctlError('store_unusable', `${file} cannot be made`, { cause: error })
    : error;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw new CertctlError('store_unusable', `${path} cannot be looked at`, { cause: error });
  }
}
