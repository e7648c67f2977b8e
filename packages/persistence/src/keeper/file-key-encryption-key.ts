import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

import { CertctlError, type KeyEncryptionKey } from '@certctl/plugin-api';
import { codeOf } from '../store/code-of.js';

import { wrongOwnerOrMode } from '../store/owned-alone.js';

import { localKeyFrom } from './local-key-encryption-key.js';

export interface FileKeyOptions {
  /** The file must not lie in it: who copies the folder would have the keys too. */
  readonly dataFolder: string;
  /** Makes the file when there is none. */
  readonly create?: boolean;
}

/**
 * The key in a file of mode 0600: 32 bytes in base64.
 * @throws `key_encryption_key_unusable`
 */
export async function fileKeyEncryptionKey(path: string, options: FileKeyOptions): Promise<KeyEncryptionKey> {
  if (options.create) await createOnce(path, options.dataFolder);
  return localKeyFrom(await read(path, options.dataFolder), path);
}

/** The finished file is linked to its name, so that nobody reads half a key, and only one of several wins. */
async function createOnce(path: string, dataFolder: string): Promise<void> {
  await refuseInside(path, dataFolder);
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(32).toString('base64')}\n`);
      // A key that is lost to a power failure would take every kept key with it.
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return;
    throw new CertctlError('key_encryption_key_unusable', `${path} cannot be made`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
}

async function read(path: string, dataFolder: string): Promise<string> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // A pipe in its place must not hold up the process.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw new CertctlError('key_encryption_key_unusable', `${path} cannot be read`, {
      remedy:
        codeOf(cause) === 'ENOENT'
          ? 'Put the key there; if it is lost, abandon the kept keys, and a new one can be made.'
          : 'Check the path and its permissions.',
      cause,
    });
  }
  try {
    // Of the open file, so that what is looked at is what is read.
    const wrong = wrongOwnerOrMode(await file.stat(), { kind: 'file', mode: '0600' });
    if (wrong) {
      throw new CertctlError('key_encryption_key_unusable', `${path} ${wrong.problem}`, {
        remedy: wrong.remedy(path),
      });
    }
    await refuseInside(path, dataFolder);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function refuseInside(path: string, dataFolder: string): Promise<void> {
  const inside = `${await real(dataFolder)}${sep}`;
  if (!`${await real(path)}${sep}`.startsWith(inside)) return;
  throw new CertctlError('key_encryption_key_unusable', `${path} lies in the data folder`, {
    remedy: `Move it out of ${dataFolder}, or a copy of the folder is a copy of the keys.`,
  });
}

/** The path without links. What does not exist yet is placed under its parent. */
async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(resolve(path));
    if (codeOf(error) !== 'ENOENT' || parent === resolve(path)) {
      throw new CertctlError('key_encryption_key_unusable', `${path} cannot be looked at`, { cause: error });
    }
    return join(await real(parent), basename(path));
  }
}
