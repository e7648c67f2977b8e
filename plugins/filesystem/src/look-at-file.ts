import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { UnusableFile } from './file-errors.js';
import type { FileOperations } from './file-operations.js';
import { MOST_BYTES } from './limits.js';

/**
 * What stands at a path: a file, or nothing.
 * @throws UnusableFile for whatever else stands there, and for a directory in which anybody may replace the file
 */
export async function lookAtFile(path: string, files: FileOperations): Promise<Stats | undefined> {
  await assertDirectory(dirname(path), files);
  const stats = await files.lstat(path).catch(orAbsent);
  if (stats === undefined || stats.isFile()) return stats;
  if (stats.isSymbolicLink()) {
    throw new UnusableFile('SymbolicLink', `${path} is a symbolic link to ${await files.readlink(path)}`);
  }
  throw new UnusableFile('NotAFile', `${path} is ${kindOf(stats)}`);
}

/** Of a file that holds private keys the caller zeroes the bytes. @throws UnusableFile */
export async function readWhole(
  path: string,
  files: FileOperations,
): Promise<{ readonly stats: Stats; readonly bytes: Buffer }> {
  // Between the look and the opening a link or a FIFO may have been put there: neither may be followed or
  // waited for.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await files.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new UnusableFile('NotAFile', `${path} is ${kindOf(stats)}`);
    if (stats.size > MOST_BYTES) {
      throw new UnusableFile('TooLarge', `${path} has ${stats.size} bytes; at most ${MOST_BYTES} are read`);
    }
    return { stats, bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}

/** Undefined for what does not exist; every other error is an error. */
export function orAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

/** With the sticky bit only the owner of a file may replace it: https://man7.org/linux/man-pages/man7/inode.7.html */
async function assertDirectory(directory: string, files: FileOperations): Promise<void> {
  const { mode } = await files.lstat(directory);
  if ((mode & 0o002) === 0 || (mode & 0o1000) !== 0) return;
  throw new UnusableFile('OpenDirectory', `anybody may replace the files in ${directory}`);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
