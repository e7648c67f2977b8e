import { constants, type Stats } from 'node:fs';
import { access, lstat, mkdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { CertctlError } from '@certctl/plugin-api';
import { codeOf } from '../code-of.js';
import { type Owned, wrongOwnerOrMode } from '../owned-alone.js';

/** The database's name in its folder. */
export const STORE_FILE = 'certctl.db';
/** SQLite gives these the mode of the database file when it makes them. */
const BESIDE = ['-wal', '-shm', '-journal'];

/**
 * Makes the folder when it is missing, and refuses one that others could read or that cannot be written.
 * @returns the path of the database file, whether it exists or not.
 */
export async function prepareFolder(folder: string, minimumFreeBytes: number): Promise<string> {
  await makeFolder(folder);
  await refuseUnlessOurs(folder, await stat(folder), { kind: 'folder', mode: '0700' });
  await refuseUnlessWritable(folder);
  await refuseWhenFull(folder, minimumFreeBytes);
  return join(folder, STORE_FILE);
}

/** Refuses files that others could read, and links, which could lead out of the folder. */
export async function refuseUnlessOurFiles(file: string): Promise<void> {
  for (const path of [file, ...BESIDE.map((end) => file + end)]) {
    const stats = await lstat(path).catch(absent);
    if (stats) await refuseUnlessOurs(path, stats, { kind: 'file', mode: '0600' });
  }
}

/** True when the disk of the folder has less left than that. */
async function isFull(folder: string, minimumFreeBytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < minimumFreeBytes;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    // Not recursive: a missing parent is more likely a volume that is not mounted than a wish.
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return;
    if (codeOf(cause) === 'ENOENT') {
      throw new CertctlError(
        'store_unusable',
        `the data folder ${folder} cannot be made: its parent does not exist`,
        {
          remedy: 'Make the parent, or see whether its volume is mounted.',
        },
      );
    }
    if (codeOf(cause) === 'ENOSPC') throw full(folder);
    throw new CertctlError('store_unusable', `the data folder ${folder} cannot be made`, { cause });
  }
}

async function refuseUnlessOurs(path: string, stats: Stats, expected: Owned): Promise<void> {
  const wrong = wrongOwnerOrMode(stats, expected);
  if (wrong)
    throw new CertctlError('store_unusable', `${path} ${wrong.problem}`, { remedy: wrong.remedy(path) });
}

async function refuseUnlessWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new CertctlError('store_unusable', `the data folder ${folder} is read-only`, {
      remedy: 'Make it writable for the user that runs certctl, or mount its volume read-write.',
      cause,
    });
  }
}

async function refuseWhenFull(folder: string, minimumFreeBytes: number): Promise<void> {
  if (await isFull(folder, minimumFreeBytes)) throw full(folder);
}

function full(folder: string): CertctlError {
  return new CertctlError('store_full', `the disk of the data folder ${folder} has no room left`);
}

function absent(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw new CertctlError('store_unusable', 'a file of the data folder cannot be looked at', { cause: error });
}
