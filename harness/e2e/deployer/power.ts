import { spawnSync } from 'node:child_process';
import { fstatSync, mkdirSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const STORE = 'certctl.db';
const LOG = `${STORE}-wal`;

/**
 * From here on, what would be on the disk of this machine if its power failed: the store as it was when this process
 * last asked for its log to be put there. What a disk keeps beyond that, because it was told to by nobody, is not in it.
 */
export async function recordDisk(dataFolder: string, image: string): Promise<void> {
  const any = await open(dataFolder, 'r');
  const prototype: FileHandle = Object.getPrototypeOf(any);
  await any.close();
  const { datasync } = prototype;
  prototype.datasync = function (this: FileHandle) {
    if (fstatSync(this.fd).ino === statSync(join(dataFolder, LOG)).ino) putOnDisk(dataFolder, image);
    return datasync.call(this);
  };
}

/**
 * Takes what the store holds now for what is on disk. Another process copies: to close a file of SQLite within the one
 * that has it open would give its locks away (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export function putOnDisk(dataFolder: string, image: string): void {
  const next = `${image}.${process.pid}.${process.hrtime.bigint()}`;
  mkdirSync(next);
  copy(
    [STORE, LOG].map((name) => join(dataFolder, name)),
    next,
  );
  // In one step, because the process may be killed at any.
  const before = statSync(image, { throwIfNoEntry: false }) && readlinkSync(image);
  symlinkSync(basename(next), `${next}.link`);
  renameSync(`${next}.link`, image);
  if (before !== undefined) rmSync(join(dirname(image), before), { recursive: true });
}

/** The machine is up again, with what was on its disk. Nobody has the store open. */
export function comeUpWith(dataFolder: string, image: string): void {
  for (const name of [STORE, LOG, `${STORE}-shm`]) rmSync(join(dataFolder, name), { force: true });
  copy(
    [STORE, LOG].map((name) => join(image, name)),
    dataFolder,
  );
}

function copy(files: readonly string[], folder: string): void {
  const { status, stderr } = spawnSync('cp', ['-p', ...files, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the disk cannot be copied: ${stderr}`);
}
