import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { issueMaterial } from '@certctl/certificate/issue';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallDouble } from './call-double.fixture.js';
import { filesystemConfig, filesystemScope } from './config.js';
import { discover } from './discover.js';
import { observedOperations } from './faulty-operations.fixture.js';
import { type FileOperations, fileOperations } from './file-operations.js';
import { Folder } from './folder.fixture.js';

type Issued = Awaited<ReturnType<typeof issueMaterial>>;

let one: Issued;
let two: Issued;
let folder: Folder;

beforeAll(async () => {
  [one, two] = await Promise.all([issueMaterial(), issueMaterial()]);
});
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

function put(name: string, content: string | Uint8Array) {
  mkdirSync(dirname(folder.at(name)), { recursive: true });
  writeFileSync(folder.at(name), content);
}

async function found(scope: object = {}, files: FileOperations = fileOperations, call = new CallDouble()) {
  const fields = filesystemScope.parse({ directory: folder.path, ...scope });
  const all = [];
  for await (const each of discover(fields, files, call)) all.push(each);
  return all;
}

const bundle = ({ leaf }: Issued) => leaf.privateKeyPem + leaf.certificatePem + leaf.chainPem;

describe('discovering', () => {
  it('lists the bundles with targets that renew them as they are, in the order of their paths', async () => {
    put('haproxy/b.pem', bundle(two));
    folder.write(one.material, 'a.pem', 0o640);
    const { uid, gid } = statSync(folder.at('a.pem'));
    const [a, b, ...others] = await found();
    expect(others).toEqual([]);
    expect(a).toEqual({
      place: { address: folder.at('a.pem'), reference: folder.at('a.pem'), scope: folder.path },
      name: 'a.pem',
      config: { path: folder.at('a.pem'), mode: '0640', owner: String(uid), group: String(gid) },
      held: { leaf: one.leaf.facts.der, chain: one.material.chain.map(({ der }) => der) },
    });
    expect(b).toMatchObject({ name: 'haproxy/b.pem', held: { leaf: two.leaf.facts.der } });
    // Others could read it, which no target may ask for.
    expect(b?.config).not.toHaveProperty('mode');
    for (const { config } of [a, b].filter((each) => each !== undefined)) {
      expect(filesystemConfig.safeParse(config).success).toBe(true);
    }
  });

  it('stays in the directory when it is told to', async () => {
    put('below/b.pem', bundle(two));
    expect(await found({ recursive: false })).toEqual([]);
  });

  it('says why a certificate cannot be renewed where it is', async () => {
    put('encrypted.pem', one.leaf.certificatePem + encrypted(one.leaf.privateKeyPem));
    put('other-key.pem', one.leaf.certificatePem + two.leaf.privateKeyPem);
    put('public.crt', one.leaf.certificatePem + one.leaf.chainPem);
    expect(
      (await found()).map(({ name, held, unusable }) => [name, held.leaf !== undefined, unusable]),
    ).toEqual([
      ['encrypted.pem', true, 'The private key is encrypted and no passphrase was given.'],
      ['other-key.pem', true, 'The private key in the file does not belong to its certificate.'],
      ['public.crt', true, 'The file holds no private key.'],
    ]);
  });

  it('passes over what holds no leaf', async () => {
    put('chain.pem', one.leaf.chainPem);
    put('privkey.pem', one.leaf.privateKeyPem);
    put('empty.pem', '');
    put('dhparam.pem', '-----BEGIN DH PARAMETERS-----\nMAAA\n-----END DH PARAMETERS-----\n');
    put('der.cer', one.leaf.facts.der);
    put('notes.txt', bundle(one));
    put('.hidden.pem', bundle(one));
    put('.git/config.pem', bundle(one));
    expect(await found()).toEqual([]);
  });

  it('shows what could not be read, and goes on', async () => {
    put('broken.pem', one.leaf.certificatePem.slice(0, 200));
    put('denied.pem', bundle(one));
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', folder.at('fifo.pem')]);
    put('fine.pem', bundle(one));
    put('sub/x.pem', bundle(one));
    const denied = ['open denied.pem', 'readdir sub'].map((what) => what.split(' '));
    const files = withDenied(denied as [string, string][]);
    const all = await found({}, files);
    expect(all.map(({ name, trouble }) => [name, trouble !== undefined])).toEqual([
      ['broken.pem', true],
      ['denied.pem', true],
      ['fifo.pem', true],
      ['fine.pem', false],
      ['sub', true],
    ]);
    expect(all[1]?.trouble).toContain('EACCES');
  });

  it('shows what could not be read for want of file handles, and goes on', async () => {
    put('fine.pem', bundle(one));
    put('many.pem', bundle(one));
    const all = await found({}, withDenied([['open', 'many.pem']], 'EMFILE'));
    expect(all.map(({ name, trouble }) => [name, trouble !== undefined])).toEqual([
      ['fine.pem', false],
      ['many.pem', true],
    ]);
  });

  it('is an error where the directory may not be listed, or is none', async () => {
    await expect(found({}, withDenied([['readdir', '']]))).rejects.toMatchObject({
      operation: 'filesystem:List',
      failure: { class: 'refused', permission: true },
      remedy: expect.stringContaining('the user that certctl runs as'),
    });
    await expect(found({ directory: folder.at('none') })).rejects.toMatchObject({
      code: 'service_absent',
      remedy: 'Name a directory that is there.',
    });
  });

  it('writes nothing', async () => {
    put('a.pem', bundle(one));
    const steps: string[] = [];
    const call = new CallDouble();
    await found(
      {},
      observedOperations(folder.path, (step) => steps.push(step)),
      call,
    );
    expect(new Set(call.operations)).toEqual(new Set(['filesystem:List', 'filesystem:Read']));
    expect(steps.map((step) => step.split(' ')[0])).toEqual([
      'realpath',
      'readdir',
      'open',
      'stat',
      'readFile',
      'close',
    ]);
    expect(readFileSync(folder.at('a.pem'), 'utf8')).toBe(bundle(one));
  });
});

describe('symbolic links', () => {
  it('are read where they stay inside, as in the folders of certbot, and no targets are made of them', async () => {
    put('archive/site/fullchain1.pem', one.leaf.certificatePem + one.leaf.chainPem);
    mkdirSync(folder.at('live/site'), { recursive: true });
    symlinkSync('../../archive/site/fullchain1.pem', folder.at('live/site/fullchain.pem'));
    const [archived, live] = await found();
    expect(archived).toMatchObject({ name: 'archive/site/fullchain1.pem' });
    expect(live).toMatchObject({
      name: 'live/site/fullchain.pem',
      held: { leaf: one.leaf.facts.der },
      unusable: expect.stringContaining(`symbolic link to ${folder.at('archive/site/fullchain1.pem')}`),
    });
  });

  it('that lead outside are shown and not read', async () => {
    const outside = new Folder();
    try {
      outside.write(one.material);
      mkdirSync(folder.at('in'));
      symlinkSync(outside.at('site.pem'), folder.at('in/out.pem'));
      // A neighbour whose name begins with that of the directory is outside too.
      put('in-side.pem', bundle(one));
      symlinkSync(folder.at('in-side.pem'), folder.at('in/side.pem'));
      const all = await found({ directory: folder.at('in') });
      expect(all.map(({ name, held }) => [name, held])).toEqual([
        ['out.pem', {}],
        ['side.pem', {}],
      ]);
      for (const { unusable } of all) expect(unusable).toContain('a symbolic link to');
    } finally {
      outside.remove();
    }
  });

  it('to nothing are trouble, and to directories are not followed', async () => {
    symlinkSync('/no/such.pem', folder.at('dangling.pem'));
    symlinkSync(folder.path, folder.at('loop.pem'));
    symlinkSync(folder.path, folder.at('loop'));
    const all = await found();
    expect(all.map(({ name, trouble }) => [name, trouble?.includes('ENOENT')])).toEqual([
      ['dangling.pem', true],
    ]);
  });
});

function encrypted(pem: string): string {
  return createPrivateKey(pem)
    .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
}

/** The real operations, without the right to some of them; names are below the folder. */
function withDenied(denied: readonly [operation: string, name: string][], code = 'EACCES'): FileOperations {
  return new Proxy(fileOperations, {
    get(operations, name) {
      const member: unknown = Reflect.get(operations, name);
      if (typeof member !== 'function') return member;
      return async (path: string, ...rest: unknown[]) => {
        const isDenied = denied.some(
          ([operation, file]) => operation === name && path === (file === '' ? folder.path : folder.at(file)),
        );
        if (isDenied) throw Object.assign(new Error(`${code}: denied, '${path}'`), { code });
        return Reflect.apply(member, operations, [path, ...rest]);
      };
    },
  });
}
