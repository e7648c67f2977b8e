import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Access } from './access.js';
import { NotDurable } from './file-errors.js';
import type { FileOperations } from './file-operations.js';

/**
 * Puts a file in the place of another, so that at every moment, a crash included, the old or the new one is
 * there whole: written beside it, synced, renamed over it, and the directory synced.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html
 *
 * Up to the rename an error means that nothing has changed. @throws NotDurable when only the last sync failed
 */
export async function replaceFile(
  path: string,
  content: Uint8Array,
  access: Access,
  files: FileOperations,
  signal: AbortSignal,
): Promise<void> {
  const directory = dirname(path);
  // Opened first, so that after the rename nothing can fail but the sync itself.
  const folder = await files.open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await removeLeftOvers(path, files);
    const temporary = join(directory, `${temporaryPrefix(path)}${randomBytes(8).toString('hex')}.tmp`);
    await writeNew(temporary, content, access, files);
    try {
      // The caller may have given up, and taken back what was done, while the disk was slow.
      signal.throwIfAborted();
      await files.rename(temporary, path);
    } catch (error) {
      await removeOwn(temporary, files);
      throw error;
    }
    await syncDirectory(folder, path);
  } finally {
    await folder.close();
  }
}

/** Removes a file so that it stays removed. */
export async function removeFile(path: string, files: FileOperations): Promise<void> {
  const folder = await files.open(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await files.unlink(path);
    await syncDirectory(folder, path);
  } finally {
    await folder.close();
  }
}

/**
 * Begins with a dot, because HAProxy skips such names when it loads a whole directory
 * (https://docs.haproxy.org/3.2/configuration.html#5.1-crt); and holds the target's name as a hash, because a
 * name and an addition to it could be longer than a name may be.
 */
export function temporaryPrefix(path: string): string {
  return `.certctl-${createHash('sha256').update(basename(path)).digest('hex').slice(0, 16)}-`;
}

/** What a killed run left holds a private key. The lease of the target keeps two runs from meeting here. */
async function removeLeftOvers(path: string, files: FileOperations): Promise<void> {
  const directory = dirname(path);
  for (const name of await files.readdir(directory)) {
    if (name.startsWith(temporaryPrefix(path))) await files.unlink(join(directory, name));
  }
}

async function writeNew(
  path: string,
  content: Uint8Array,
  { mode, uid, gid }: Access,
  files: FileOperations,
): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const handle = await files.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    try {
      // Before the content, so that the key is at no moment open to anybody who may not read the result.
      if (uid !== undefined || gid !== undefined) await handle.chown(uid ?? -1, gid ?? -1);
      await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await removeOwn(path, files);
    throw error;
  }
}

/** The error that led here is the one to report; what cannot be removed now is removed by the next import. */
async function removeOwn(path: string, files: FileOperations): Promise<void> {
  await files.unlink(path).catch(() => {});
}

async function syncDirectory(folder: { sync(): Promise<void> }, path: string): Promise<void> {
  try {
    await folder.sync();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException; // whatever was thrown, both are only read
    // Network file systems that sync no directories say so with these.
    if (code === 'EINVAL' || code === 'ENOTSUP') return;
    throw new NotDurable(`${path} was replaced, and its directory could not be synced: ${message}`);
  }
}
