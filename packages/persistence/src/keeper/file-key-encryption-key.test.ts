import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentKeyEncryptionKey } from './environment-key-encryption-key.js';
import { fileKeyEncryptionKey } from './file-key-encryption-key.js';

const TEXT = Buffer.alloc(32, 5).toString('base64');
let folder: string;
let dataFolder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certctl-kek-'));
  dataFolder = join(folder, 'data');
  path = join(folder, 'key');
  await mkdir(dataFolder);
});
afterEach(async () => await rm(folder, { recursive: true }));

const unusable = (words: string) => ({
  code: 'key_encryption_key_unusable',
  message: expect.stringContaining(words),
});

describe('a key-encryption key in a file', () => {
  it('is made once, for its owner alone, whole at every moment, also by several at a time', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => fileKeyEncryptionKey(path, { dataFolder, create: true })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(path, 'utf8'), 'base64')).toHaveLength(32);
    expect((await readdir(folder)).sort()).toEqual(['data', 'key']);
  });

  it('is the same key wherever it is read from', async () => {
    await writeFile(path, `${TEXT}\n`, { mode: 0o600 });
    const { id } = await fileKeyEncryptionKey(path, { dataFolder });
    expect(environmentKeyEncryptionKey('KEY', { KEY: TEXT }).id).toBe(id);
    expect(environmentKeyEncryptionKey('KEY', { KEY: Buffer.alloc(32, 6).toString('base64') }).id).not.toBe(
      id,
    );
  });

  it('is not made unless that is wanted', async () => {
    await expect(fileKeyEncryptionKey(path, { dataFolder })).rejects.toMatchObject(
      unusable('cannot be read'),
    );
  });

  it.each([0o640, 0o604, 0o660])('is refused with mode %o', async (mode) => {
    await writeFile(path, TEXT);
    await chmod(path, mode);
    await expect(fileKeyEncryptionKey(path, { dataFolder, create: true })).rejects.toMatchObject(
      unusable('is open to other users'),
    );
  });

  it('is refused in the data folder, also by way of a link, and not made there', async () => {
    const inside = join(dataFolder, 'key');
    await expect(fileKeyEncryptionKey(inside, { dataFolder, create: true })).rejects.toMatchObject(
      unusable('lies in the data folder'),
    );
    expect(await readdir(dataFolder)).toEqual([]);
    await writeFile(inside, TEXT, { mode: 0o600 });
    await symlink(inside, path);
    await expect(fileKeyEncryptionKey(path, { dataFolder })).rejects.toMatchObject(
      unusable('lies in the data folder'),
    );
    await symlink(dataFolder, join(folder, 'other-name'));
    await expect(
      fileKeyEncryptionKey(inside, { dataFolder: join(folder, 'other-name') }),
    ).rejects.toMatchObject(unusable('lies in the data folder'));
  });

  it('is allowed beside a data folder whose name begins alike', async () => {
    const beside = join(folder, 'data-key');
    expect((await fileKeyEncryptionKey(beside, { dataFolder, create: true })).id).toMatch(/^local:/);
  });

  it.each(['', 'short', TEXT.slice(0, -4), `${TEXT}${TEXT}`, `!${TEXT.slice(1)}`])(
    'is refused when it is not 32 bytes in base64, and its text is shown to nobody',
    async (text) => {
      await writeFile(path, text, { mode: 0o600 });
      const error = await fileKeyEncryptionKey(path, { dataFolder }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject(unusable('is not 32 bytes'));
      if (text !== '') expect(JSON.stringify(error)).not.toContain(text);
    },
  );

  it('is refused when it is no file', async () => {
    await mkdir(path);
    await expect(fileKeyEncryptionKey(path, { dataFolder })).rejects.toMatchObject(unusable('is no file'));
  });
});

describe('a key-encryption key in the environment', () => {
  it('is refused when it is not set, or empty', () => {
    for (const environment of [{}, { KEY: '' }]) {
      expect(() => environmentKeyEncryptionKey('KEY', environment)).toThrow('KEY is not set');
    }
  });
});
