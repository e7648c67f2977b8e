import { MemoryService, memoryStore, VirtualClock } from '@certctl/reference';
import { describe, expect, it } from 'vitest';
import type { PackedPlugin } from '../../doors/pack-plugin.js';
import { memoryStoreSubject } from '../../environments/index.js';
import type { ConformanceCase } from '../../kernel/conformance-case.js';
import { runCase } from '../../kernel/run-case.js';
import { ALL_CASES } from '../all-cases.js';

const plugin = memoryStore(new MemoryService(new VirtualClock()));

const whole: PackedPlugin = {
  manifest: {
    name: 'certctl-plugin-acme',
    version: '1.0.0',
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    engines: { node: '>=20.19.0' },
    dependencies: { '@certctl/plugin-api': '^0.1.0' },
  },
  sha256: '0'.repeat(64),
  folder: '/nowhere',
  files: ['package.json', 'dist/index.js', 'dist/index.d.ts'],
  exports: { default: plugin },
  remove: () => {},
};

/** What a case says of a package that differs in this from one that is as it should be. */
async function outcomeOf(wanted: ConformanceCase, over: Partial<PackedPlugin> = {}) {
  const { environment } = memoryStoreSubject();
  const stage = await environment.start({ plugin, runId: 'packaging' });
  const packed = { ...whole, ...over };
  const { outcome, failure } = await runCase(wanted, { plugin, stage, cannot: [], timeoutMs: 5_000, packed });
  return failure ? `${outcome}: ${failure.message}` : outcome;
}

const withManifest = (over: Partial<PackedPlugin['manifest']>) => ({
  manifest: { ...whole.manifest, ...over },
});

/** For each case: what is broken, the package, and what the case says of it. */
const BROKEN: Readonly<Record<string, readonly (readonly [string, Partial<PackedPlugin>, string])[]>> = {
  'does-not-bring-the-engine': [
    [
      'depends on the engine',
      withManifest({ dependencies: { '@certctl/plugin-api': '^0.1.0', '@certctl/engine': '^0.1.0' } }),
      'packages of the host',
    ],
    [
      'has a range that only its own workspace understands',
      withManifest({ dependencies: { '@certctl/plugin-api': 'workspace:*' } }),
      'ranges that nobody outside understands',
    ],
  ],
  'exports-a-plugin': [
    ['exports no plugin by default', { exports: { plugin } }, 'the default export'],
    ['exports another plugin', { exports: { default: { ...plugin, type: 'Other' } } }, 'its type'],
  ],
  'has-types': [
    [
      'names no types',
      withManifest({ exports: { '.': { default: './dist/index.js' } } }),
      'types of the main entry',
    ],
    ['leaves its types out of the archive', { files: ['dist/index.js'] }, 'the file that it names'],
  ],
  'says-its-node': [
    ['does not say its Node', withManifest({ engines: {} }), 'engines.node'],
    ['ships its tests', { files: [...whole.files, 'dist/index.test.js'] }, 'tests in the archive'],
  ],
};

const CASES = ALL_CASES.filter(({ slug }) => slug.startsWith('packaging/'));

it.each(CASES)('a package in which nothing is wrong passes $slug', async (wanted) => {
  expect(await outcomeOf(wanted)).toBe('passed');
});

describe.each(CASES)('$slug fails for a package that', (wanted) => {
  it.each(BROKEN[wanted.slug.replace('packaging/', '')] ?? [])('%s', async (_what, over, said) => {
    expect(await outcomeOf(wanted, over)).toContain(`failed: ${said}`);
  });
});

it('there is a broken package for every case about packages', () => {
  expect(CASES.filter(({ slug }) => !BROKEN[slug.replace('packaging/', '')])).toEqual([]);
});
