import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DraftPackage, goodPackage } from '../testing/package-in-a-room.js';
import { ConformanceError } from './conformance-error.js';
import { packPlugin } from './pack-plugin.js';
import { UnusablePackage } from './unusable-package.js';

const CONTRACT = join(import.meta.dirname, '..', '..', '..', '..', 'packages', 'plugin-api');
/** What the contract itself depends on: given beside it, so that npm asks no registry. */
const STANDARD_SCHEMA = realpathSync(join(CONTRACT, 'node_modules', '@standard-schema', 'spec'));

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-author-')));
  // Where the work is done, so that it can be seen whether anything is left of it.
  mkdirSync(join(home, 'tmp'));
  vi.stubEnv('TMPDIR', join(home, 'tmp'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** The package in a folder of its author. */
function authored(change: (draft: DraftPackage) => void = () => {}): string {
  const draft = goodPackage('Memory');
  change(draft);
  const folder = join(home, 'author');
  for (const [path, text] of Object.entries({
    ...draft.files,
    'package.json': JSON.stringify({ ...draft.manifest, files: ['dist', 'conformance'] }),
  })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const offline = { beside: [CONTRACT, STANDARD_SCHEMA] };

function leftBehind(): readonly string[] {
  return readdirSync(join(home, 'tmp')).filter((name) => name.startsWith('certctl-'));
}

it('packs a folder, installs it with what is given beside it, imports it, and leaves nothing behind', async () => {
  const steps: string[] = [];
  // The one condition that a module has and require has not.
  const source = authored(({ manifest }) => {
    manifest.exports = { '.': { types: './dist/index.d.ts', import: './dist/index.js' } };
  });
  const packed = await packPlugin(source, { ...offline, onStep: (what) => void steps.push(what) });
  expect(packed.exports.default).toEqual({ type: 'Memory' });
  expect(packed.files.toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'dist/index.d.ts',
    'dist/index.js',
    'package.json',
  ]);
  expect(packed.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(steps).toEqual([
    `packing ${source}`,
    'installing certctl-plugin-good into an empty folder, with 2 others beside it',
  ]);
  packed.remove();
  expect(leftBehind()).toEqual([]);
}, 60_000);

it('says of a package that was not built that it cannot be imported, and what to do', async () => {
  const source = authored(({ files }) => {
    delete files['dist/index.js'];
  });
  const error = await packPlugin(source, offline).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnusablePackage);
  expect(error).toMatchObject({
    message: expect.stringContaining('certctl-plugin-good was installed, and cannot be imported'),
    remedy: expect.stringContaining('Build it before it is packed'),
  });
  expect(leftBehind()).toEqual([]);
}, 60_000);

it('says of ranges of a workspace that there is none here', async () => {
  const source = authored(({ manifest }) => {
    manifest.dependencies = { '@certctl/plugin-api': 'workspace:^' };
  });
  await expect(packPlugin(source, offline)).rejects.toThrow(UnusablePackage);
  await expect(packPlugin(source, offline)).rejects.toThrow('workspace:');
  expect(leftBehind()).toEqual([]);
});

it('tells a path where nothing is from a package', async () => {
  for (const source of ['./none', join(home, 'none'), 'none.tgz']) {
    await expect(packPlugin(source)).rejects.toThrow(
      new ConformanceError(`${source} is neither a folder with a package.json nor an archive (.tgz)`),
    );
  }
  expect(leftBehind()).toEqual([]);
});

it('stops when it is told to, and leaves nothing behind', async () => {
  const stop = new AbortController();
  const source = authored();
  const packing = packPlugin(source, {
    ...offline,
    signal: stop.signal,
    onStep: (what) => {
      if (what.startsWith('installing')) setTimeout(() => stop.abort(new Error('enough')), 50);
    },
  });
  await expect(packing).rejects.toThrow('enough');
  expect(leftBehind()).toEqual([]);
  expect(existsSync(source)).toBe(true);
}, 60_000);
