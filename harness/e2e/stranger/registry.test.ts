import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readArchive } from './archive.js';
import { type Registry, startRegistry } from './registry.js';

let folder: string;
let registry: Registry;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-registry-'));
  mkdirSync(join(folder, 'package'));
  const manifest = { name: '@certctl/acme', version: '1.2.0', dependencies: { zod: '4.6.7' } };
  writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify(manifest));
  const path = join(folder, 'certctl-acme-1.2.0.tgz');
  execFileSync('tar', ['-czf', path, '-C', folder, 'package']);
  registry = await startRegistry([readArchive(path)], 'https://registry.example.com/npm/');
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Shown {
  readonly versions: Readonly<
    Record<
      string,
      {
        readonly dependencies?: object;
        readonly dist: { readonly tarball: string; readonly integrity: string };
      }
    >
  >;
}

it('shows what the archive says, and gives the archive', async () => {
  // The shape is what is looked at below.
  const shown = (await (await fetch(`${registry.url}@certctl%2facme`)).json()) as Shown;
  expect(shown).toMatchObject({ name: '@certctl/acme', 'dist-tags': { latest: '1.2.0' } });
  const { dependencies, dist } = shown.versions['1.2.0'] ?? { dist: { tarball: '', integrity: '' } };
  expect(dependencies).toEqual({ zod: '4.6.7' });
  const archive = Buffer.from(await (await fetch(dist.tarball)).arrayBuffer());
  expect(dist.integrity).toBe(`sha512-${createHash('sha512').update(archive).digest('base64')}`);
  expect(registry.fetched.get('@certctl/acme')).toBe(1);
});

it('sends whoever asks for another package to the registry of the machine', async () => {
  const answer = await fetch(`${registry.url}@types%2fnode`, { redirect: 'manual' });
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('https://registry.example.com/npm/@types%2fnode');
  expect(registry.fetched.size).toBe(0);
});

it('takes nothing, and has no other archive', async () => {
  expect((await fetch(`${registry.url}@certctl%2facme`, { method: 'PUT' })).status).toBe(405);
  expect((await fetch(`${registry.url}-/certctl/none.tgz`)).status).toBe(404);
});
