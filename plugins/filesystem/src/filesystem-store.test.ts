import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { issueMaterial } from '@certctl/certificate/issue';
import type { Place } from '@certctl/plugin-api';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.js';
import { CallDouble } from './call-double.fixture.js';
import { observedOperations } from './faulty-operations.fixture.js';
import { Folder } from './folder.fixture.js';
import { temporaryPrefix } from './replace-file.js';

type Issued = Awaited<ReturnType<typeof issueMaterial>>;

let first: Issued;
let renewed: Issued;
let folder: Folder;

beforeAll(async () => {
  [first, renewed] = await Promise.all([issueMaterial(), issueMaterial()]);
});
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const call = () => new CallDouble();
const textOf = ({ material }: Issued) => bundleOf(material).toString();

async function importInto(place: Place, { material }: Issued, fields = {}) {
  const store = await folder.store(fields);
  return store.import(place, { material, tags: {}, config: folder.config() }, call());
}

describe('a target without a file', () => {
  it('is absent, gets the whole bundle in one file of mode 0600, and is renewed in place', async () => {
    const store = await folder.store();
    const fresh = await folder.place();
    expect(fresh).toEqual({ address: folder.at('site.pem'), scope: folder.path });
    expect(await store.inspect(fresh, call())).toEqual({ state: 'absent' });
    expect(await store.read(fresh, 'latest', call())).toBe('absent');

    const { place } = await importInto(fresh, first);
    expect(place).toEqual(await folder.place());
    expect(place.reference).toBe(folder.at('site.pem'));
    expect(folder.text()).toBe(textOf(first));
    expect(folder.mode()).toBe('0600');

    await importInto(place, renewed);
    expect(await store.read(place, 'latest', call())).toEqual({
      leaf: renewed.leaf.facts.der,
      chain: renewed.material.chain.map(({ der }) => der),
    });
    expect(folder.names()).toEqual(['site.pem']);
  });

  it('is withdrawn by removing the file', async () => {
    const { place } = await importInto(await folder.place(), first);
    const store = await folder.store();
    await store.remove(place, call());
    expect(folder.names()).toEqual([]);
    await expect(store.remove(place, call())).rejects.toMatchObject({ failure: { class: 'absent' } });
  });

  it('is refused when its directory does not exist', async () => {
    await expect(folder.place('no/such/site.pem')).rejects.toMatchObject({ code: 'address_mismatch' });
  });
});

describe('the place', () => {
  it('is one for every way that leads to the directory', async () => {
    mkdirSync(folder.at('real'));
    symlinkSync(folder.at('real'), folder.at('way'));
    expect((await folder.place('way/site.pem')).address).toBe(folder.at('real/site.pem'));
  });
});

describe('what is there before', () => {
  it('is shown with its access, and when it was written', async () => {
    folder.write(first.material, 'site.pem', 0o640);
    const { uid, gid, mtimeMs } = statSync(folder.at('site.pem'));
    expect(await (await folder.store()).inspect(await folder.place(), call())).toEqual({
      state: 'present',
      leaf: first.leaf.facts.der,
      chain: first.material.chain.map(({ der }) => der),
      attributes: { mode: '0640', uid, gid, links: 1 },
      importedAt: Math.trunc(mtimeMs),
    });
  });

  it('comes back with its mode and its bytes', async () => {
    folder.write(first.material, 'site.pem', 0o640);
    const store = await folder.store();
    const place = await folder.place();
    const before = await store.inspect(place, call());
    const back = await store.readKeyBack(place, undefined, call());
    if (before.state !== 'present' || !before.attributes || !back) throw new Error('nothing is there');
    await importInto(place, renewed);
    expect(folder.mode()).toBe('0600');
    const material = { ...first.material, privateKey: back.privateKey };
    await store.import(
      place,
      { material, tags: {}, config: folder.config(), attributes: before.attributes },
      call(),
    );
    expect([folder.text(), folder.mode()]).toEqual([textOf(first), '0640']);
    expect(back.chain).toEqual(first.material.chain.map(({ der }) => der));
  });

  it('gives no key back where there is none, or where it belongs to another certificate', async () => {
    const store = await folder.store();
    writeFileSync(folder.at('site.pem'), first.leaf.certificatePem);
    const place = await folder.place();
    const without = call();
    expect(await store.readKeyBack(place, undefined, without)).toBeUndefined();
    expect(without.warnings).toHaveLength(1);
    writeFileSync(folder.at('site.pem'), first.leaf.certificatePem + renewed.leaf.privateKeyPem);
    expect(await store.readKeyBack(place, undefined, call())).toBeUndefined();
  });

  it.each([
    ['an empty file', () => '', 'material_empty'],
    ['a file of something else', () => 'hello', 'material_not_pem'],
    ['a key alone', () => first.leaf.privateKeyPem, 'material_not_pem'],
    ['half a file', () => first.leaf.certificatePem.slice(0, 300), 'certificate_unreadable'],
    [
      'a damaged certificate',
      () => '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      'certificate_unreadable',
    ],
  ])('is not called absent when it is %s', async (_, content, code) => {
    writeFileSync(folder.at('site.pem'), content());
    const store = await folder.store();
    const place = await folder.place();
    const error = await store.inspect(place, call()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(`${place.address} is there`) });
    await expect(store.read(place, 'latest', call())).rejects.toMatchObject({ code });
    expect(JSON.stringify(error)).not.toContain('PRIVATE KEY');
    expect(folder.text()).toBe(content());
  });
});

describe('what stands in the way', () => {
  const targets: [string, () => void, string, string][] = [
    [
      'a symbolic link',
      () => {
        folder.write(first.material, 'elsewhere.pem');
        symlinkSync(folder.at('elsewhere.pem'), folder.at('site.pem'));
      },
      'SymbolicLink',
      'elsewhere.pem',
    ],
    ['a link to nothing', () => symlinkSync('/no/such', folder.at('site.pem')), 'SymbolicLink', '/no/such'],
    ['a directory', () => mkdirSync(folder.at('site.pem')), 'NotAFile', 'is a directory'],
    [
      'a FIFO',
      () => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', folder.at('site.pem')]),
      'NotAFile',
      'is a FIFO',
    ],
    [
      'a file too large to be read again',
      () => writeFileSync(folder.at('site.pem'), Buffer.alloc(4 * 1_048_576)),
      'TooLarge',
      '4194304 bytes',
    ],
  ];

  it.each(targets)('%s is refused before any write, and said', async (_, put, code, what) => {
    put();
    const store = await folder.store();
    const place = await folder.place();
    await expect(store.inspect(place, call())).rejects.toMatchObject({
      failure: { class: 'refused', code },
      message: expect.stringContaining(what),
      remedy: expect.stringMatching(/^Name /),
    });
    const names = folder.names();
    if (code !== 'TooLarge') {
      const written = importInto(place, renewed);
      await expect(written).rejects.toMatchObject({ failure: { class: 'refused', code } });
      await expect(store.remove(place, call())).rejects.toMatchObject({ failure: { code } });
    }
    expect(folder.names()).toEqual(names);
    if (existsSync(folder.at('elsewhere.pem'))) expect(folder.text('elsewhere.pem')).toBe(textOf(first));
  });

  it('a directory in which anybody may replace the file is refused, with the sticky bit it is not', async () => {
    const place = await folder.place();
    chmodSync(folder.path, 0o777);
    const store = await folder.store();
    await expect(store.inspect(place, call())).rejects.toMatchObject({ failure: { code: 'OpenDirectory' } });
    await expect(importInto(place, first)).rejects.toMatchObject({ failure: { class: 'refused' } });
    expect(folder.names()).toEqual([]);
    chmodSync(folder.path, 0o1777);
    expect(await store.inspect(place, call())).toEqual({ state: 'absent' });
  });

  it.each([
    ['a link', 'ELOOP', (path: string) => symlinkSync('/etc/hostname', path)],
    ['a FIFO', 'NotAFile', (path: string) => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path])],
  ])('%s that was put there after the look is not followed, and not waited for', async (_, code, put) => {
    const path = folder.write(first.material);
    const files = observedOperations(folder.path, (step) => {
      if (step !== 'open file') return;
      rmSync(path);
      put(path);
    });
    const reading = (await folder.store({}, files)).read(await folder.place(), 'latest', call());
    await expect(reading).rejects.toMatchObject({ failure: { class: 'refused', code } });
  });

  it('another name of the file keeps the old bundle', async () => {
    folder.write(first.material);
    linkSync(folder.at('site.pem'), folder.at('other.pem'));
    await importInto(await folder.place(), renewed);
    expect([folder.text(), folder.text('other.pem')]).toEqual([textOf(renewed), textOf(first)]);
  });
});

describe('an import', () => {
  it('removes what a killed run of the same target left, and nothing else', async () => {
    const others = ['.certctl-other-1.tmp', 'site.pem.tmp', 'x.pem'];
    const left = `${temporaryPrefix(folder.at('site.pem'))}0123.tmp`;
    for (const name of [...others, left]) writeFileSync(folder.at(name), 'x');
    await importInto(await folder.place(), first);
    expect(folder.names()).toEqual([...others, 'site.pem'].toSorted());
  });

  it('takes a name as long as a name may be', async () => {
    const place = await folder.place(`${'n'.repeat(251)}.pem`);
    await importInto(place, first);
    expect(readFileSync(place.address, 'utf8')).toBe(textOf(first));
  });

  it('keeps the owner of the file that it replaces', async () => {
    folder.write(first.material);
    const { uid, gid } = statSync(folder.at('site.pem'));
    const store = await folder.store({ mode: '0640' });
    const replaces = { mode: '0600', uid, gid };
    await store.import(
      await folder.place(),
      { material: renewed.material, tags: {}, config: folder.config(), replaces },
      call(),
    );
    const after = statSync(folder.at('site.pem'));
    expect([after.uid, after.gid, folder.mode()]).toEqual([uid, gid, '0640']);
  });

  it('that was given up before the rename changes nothing and leaves nothing', async () => {
    folder.write(first.material);
    const store = await folder.store();
    const cancelled = new CallDouble(AbortSignal.abort(new Error('cancelled')));
    const place = await folder.place();
    await expect(
      store.import(place, { material: renewed.material, tags: {}, config: folder.config() }, cancelled),
    ).rejects.toThrow();
    expect([folder.text(), folder.names()]).toEqual([textOf(first), ['site.pem']]);
  });
});

describe('activating', () => {
  it('runs the named command of the host, and none where none is named', async () => {
    const store = await folder.store();
    const place = await folder.place();
    await store.activate(place, folder.config({ reload: 'reload-haproxy' }), call());
    await store.activate(place, folder.config(), call());
    expect(folder.commands.ran).toEqual(['reload-haproxy']);
  });

  it.each([
    ['CommandFailed', 'refused'],
    ['UnknownCommand', 'refused'],
    ['CommandTimedOut', 'uncertain'],
  ])('that ends with %s is %s', async (code, expected) => {
    folder.commands.fails = Object.assign(new Error('no'), { code });
    const store = await folder.store();
    const reloading = store.activate(
      await folder.place(),
      folder.config({ reload: 'reload-haproxy' }),
      call(),
    );
    await expect(reloading).rejects.toMatchObject({
      operation: 'filesystem:Reload',
      failure: { class: expected, code },
    });
  });
});

describe('the recovery commands', () => {
  it('put a known good bundle back when they are pasted as they are', async () => {
    folder.write(first.material);
    const place = await folder.place();
    const config = folder.config({
      mode: '0640',
      owner: String(process.getuid?.()),
      reload: 'reload-haproxy',
    });
    const steps = (await folder.store()).recoveryCommands({ config, place, tags: {} });
    writeFileSync(join(folder.path, 'known-good.pem'), textOf(renewed));
    for (const { command } of steps) execFileSync('sh', ['-ec', command], { cwd: folder.path });
    expect([folder.text(), folder.mode()]).toEqual([textOf(renewed), '0640']);
    expect(folder.names()).toEqual(['known-good.pem', 'site.pem']);
    expect(steps.at(-1)?.why).toContain('reload-haproxy');
  });
});
