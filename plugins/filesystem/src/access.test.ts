import { describe, expect, it } from 'vitest';
import { accessFor, accessOf } from './access.js';
import { type FileOperations, fileOperations } from './file-operations.js';

const TABLES: Readonly<Record<string, string>> = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n# comment\nhaproxy:x:99:98::/:/sbin/nologin\nodd:x::\n',
  '/etc/group': 'root:x:0:\nhaproxy:x:188:certctl\n',
};
// Two of the overloads of readFile are used here: none of the others is called.
const readFile = (async (path: string) => {
  const text = TABLES[path];
  if (text === undefined) throw Object.assign(new Error('absent'), { code: 'ENOENT' });
  return text;
}) as unknown as FileOperations['readFile'];

describe('who a file shall belong to', () => {
  it('is read from the names of this machine, and taken as it is when it is a number', async () => {
    const named = { mode: '0640', owner: 'haproxy', group: 'haproxy' };
    expect(await accessOf(named, { readFile })).toEqual({ mode: 0o640, uid: 99, gid: 188 });
    const numbers = { mode: '0600', owner: '5', group: '6' };
    expect(await accessOf(numbers, { readFile })).toEqual({ mode: 0o600, uid: 5, gid: 6 });
    expect(await accessOf({ mode: '0600' }, { readFile })).toEqual({ mode: 0o600 });
  });

  it.each(['nobody-here', 'odd', '__proto__'])(
    'is refused when the machine does not know %s',
    async (owner) => {
      await expect(accessOf({ mode: '0600', owner }, { readFile })).rejects.toMatchObject({
        code: 'target_invalid',
        remedy: expect.stringContaining(`id -u ${owner}`),
      });
    },
  );

  it('knows root of the machine that this runs on', async () => {
    expect(await accessOf({ mode: '0600', owner: 'root' }, fileOperations)).toEqual({ mode: 0o600, uid: 0 });
  });
});

describe('accessFor', () => {
  const attributes = { mode: '0440', uid: 1, gid: 2, links: 1 };

  it('is what the attributes say when they come back, and what is wanted over them otherwise', () => {
    expect(accessFor(attributes)).toEqual({ mode: 0o440, uid: 1, gid: 2 });
    expect(accessFor(attributes, { mode: 0o600, gid: 7 })).toEqual({ mode: 0o600, uid: 1, gid: 7 });
    expect(accessFor(undefined, { mode: 0o640 })).toEqual({ mode: 0o640 });
  });

  it('lets nobody in who is not named, whatever the attributes are', () => {
    expect(accessFor({ mode: 7, uid: 'root' })).toEqual({ mode: 0o600 });
  });
});
