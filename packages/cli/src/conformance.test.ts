import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EXIT_CODES } from './index.js';
import { runCli } from './testing/run-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-conformance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A package that depends on nothing, so that npm asks no registry. */
function authored(main: string): string {
  const manifest = { name: 'certctl-plugin-acme', version: '1.2.0', type: 'module', exports: './index.js' };
  mkdirSync(join(folder, 'acme'));
  writeFileSync(join(folder, 'acme', 'package.json'), JSON.stringify(manifest));
  if (main !== '') writeFileSync(join(folder, 'acme', 'index.js'), main);
  return join(folder, 'acme');
}

it('lists the cases of an area, and says which area there is none of', async () => {
  const listed = await runCli(['conformance', 'run', '--list', '--only', 'packaging', '--json']);
  const { cases } = JSON.parse(listed.stdout) as { readonly cases: readonly { readonly slug: string }[] };
  expect(listed.code).toBe(0);
  expect(cases.length).toBeGreaterThan(10);
  expect(cases.filter(({ slug }) => !slug.startsWith('packaging/'))).toEqual([]);
  const none = await runCli(['conformance', 'run', '--list', '--only', 'packing']);
  expect(none.code).toBe(EXIT_CODES.usage.code);
  expect(none.stderr).toContain('packing is no case and no area; --list lists them');
});

it('a package that exports no plugin has failed: it is not that only a part was shown', async () => {
  const ran = await runCli(['conformance', 'run', authored('export default { type: "Acme" };')]);
  expect(ran.stderr).toContain('installing certctl-plugin-acme into an empty folder…');
  expect(ran.stderr).toContain('plugin_invalid');
  expect(ran.code).toBe(1);
}, 60_000);

it('so has one that was not built, and its author is told what to do, in JSON too', async () => {
  const ran = await runCli(['conformance', 'run', authored(''), '--json']);
  const { error } = JSON.parse(ran.stdout) as {
    readonly error: { readonly message: string; readonly remedy: string };
  };
  expect(error.message).toContain('certctl-plugin-acme was installed, and cannot be imported');
  expect(error.remedy).toContain('Build it before it is packed');
  expect(ran.code).toBe(1);
}, 60_000);

it('an interrupt ends it, and says so', async () => {
  const stop = new AbortController();
  const source = authored('export default {};');
  setTimeout(() => stop.abort(new Error('interrupted by SIGINT')), 200);
  const ran = await runCli(['conformance', 'run', source], { signal: stop.signal, terminal: true });
  expect(ran.code).toBe(EXIT_CODES.interrupted.code);
  expect(ran.stderr).toContain(
    'certctl: interrupted: no case was run, and what was made for the run is removed',
  );
  expect(ran.stdout).toBe('');
}, 60_000);

it('a folder that is not there is a mistake of the command line', async () => {
  const ran = await runCli(['conformance', 'run', join(folder, 'none')]);
  expect(ran.code).toBe(EXIT_CODES.usage.code);
  expect(ran.stderr).toContain('is neither a folder with a package.json nor an archive');
});

it('takes the folder after an option too, and an option as often as it is given', async () => {
  const source = authored('export default { type: "Acme" };');
  const ran = await runCli(['conformance', 'run', '--only', 'packaging', '--only', 'chain', source]);
  expect(ran.stderr).toContain('installing certctl-plugin-acme into an empty folder…');
  const listed = await runCli([
    'conformance',
    'run',
    '--list',
    '--only',
    'chain',
    '--only',
    'audit',
    '--json',
  ]);
  const { cases } = JSON.parse(listed.stdout) as { readonly cases: readonly { readonly slug: string }[] };
  expect(new Set(cases.map(({ slug }) => slug.split('/')[0]))).toEqual(new Set(['audit', 'chain']));
}, 60_000);

it('says how several values are given to who gives them as to other programs', async () => {
  const ran = await runCli(['conformance', 'run', './acme', '--only', 'rollback', 'tags', 'deploy']);
  expect([ran.code, ran.stderr]).toEqual([
    EXIT_CODES.usage.code,
    'certctl: usage: one plugin at a time, and these are several: ./acme, tags, deploy. ' +
      'An option takes one value, and is repeated for more: --only rollback --only tags.\n',
  ]);
});

it('says of a package that no registry has what npm says, in one sentence', async () => {
  const registry = createServer((_, response) => response.writeHead(404).end('{}')).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  // An address was asked for, and it listens.
  const { port } = registry.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  vi.stubEnv('npm_config_registry', url);
  try {
    const ran = await runCli(['conformance', 'run', 'certctl-plugin-nothing-of-that-name']);
    expect(ran.code).toBe(EXIT_CODES.usage.code);
    expect(ran.stderr.split('\n').slice(1)).toEqual([
      'certctl: usage: certctl-plugin-nothing-of-that-name is neither a folder with a package.json, nor a package that npm finds: ' +
        `E404: Not Found - GET ${url}/certctl-plugin-nothing-of-that-name. ` +
        'Give a folder, an archive, or the name of a package that is published.',
      '',
    ]);
  } finally {
    vi.unstubAllEnvs();
    registry.close();
  }
}, 60_000);

it('ends no line with a blank', async () => {
  const none = await runCli(['conformance', 'run', '--list', '--only', 'packing']);
  expect(none.stderr).toMatch(/--list lists them\. \S.*\S\n$/);
});
