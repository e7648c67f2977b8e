import { afterEach, describe, expect, it } from 'vitest';
import { memoryStoreSubject } from '../../environments/memory/memory-store-subject.js';
import type { CaseResult } from '../../kernel/case-result.js';
import { runConformance } from '../../kernel/run-conformance.js';
import { BROKEN } from '../../testing/broken-packages.js';
import { type DraftPackage, goodPackage, Room } from '../../testing/package-in-a-room.js';
import { ALL_CASES } from '../all-cases.js';

const SLUGS = ALL_CASES.map(({ slug }) => slug).filter((slug) => slug.startsWith('packaging/'));
const subject = memoryStoreSubject();

let room: Room;
afterEach(() => room.remove());

async function resultsOf(draft: DraftPackage): Promise<readonly CaseResult[]> {
  room = new Room();
  const packed = await room.install(draft);
  const { results } = await runConformance({ ...subject, packed, only: ['packaging'] });
  return results.filter(({ slug }) => SLUGS.includes(slug));
}

function failuresOf(results: readonly CaseResult[]): readonly CaseResult[] {
  return results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
}

function drafted(change: (draft: DraftPackage) => void): DraftPackage {
  const draft = goodPackage(subject.plugin.type);
  change(draft);
  return draft;
}

it('a package in which nothing is wrong passes every case about packages', async () => {
  const results = await resultsOf(drafted(() => {}));
  expect(results.map(({ slug, outcome, failure }) => [slug, outcome, failure])).toEqual(
    SLUGS.map((slug) => [slug, 'passed', undefined]),
  );
});

describe.each(Object.entries(BROKEN))(
  'packaging/%s fails, and no other case, for a package that',
  (name, broken) => {
    it.each(broken)('%s', async (_what, change, seen) => {
      const slug = `packaging/${name}`;
      const failed = failuresOf(await resultsOf(drafted(change)));
      expect(failed.map((each) => each.slug)).toEqual([slug]);
      expect(failed[0]).toMatchObject({
        outcome: 'failed',
        failure: { observed: expect.stringContaining(seen) },
      });
    });
  },
);

it('there is a broken package for every case about packages', () => {
  room = new Room();
  expect(SLUGS.filter((slug) => BROKEN[slug.replace('packaging/', '')] === undefined)).toEqual([]);
});

it('whether what it brings runs on the Node of a package that names none is not known', async () => {
  const results = await resultsOf(
    drafted(({ manifest }) => {
      delete manifest.engines;
    }),
  );
  expect(failuresOf(results).map(({ slug }) => slug)).toEqual(['packaging/says-its-node']);
  expect(results.find(({ outcome }) => outcome === 'skipped')?.slug).toBe('packaging/brings-only-what-runs');
});

it('a package that does not depend on the contract has no range for it either', async () => {
  const results = await resultsOf(
    drafted(({ manifest, files }) => {
      manifest.dependencies = {};
      files['dist/index.js'] = `export default { type: '${subject.plugin.type}' };`;
      files['dist/index.d.ts'] = 'declare const plugin: object;\nexport default plugin;';
    }),
  );
  expect(failuresOf(results).map(({ slug }) => slug)).toEqual([
    'packaging/contract-range-is-open',
    'packaging/does-not-bring-the-engine',
  ]);
});

it('an environment that the package exports may need the suite, as a peer that nobody must install', async () => {
  const results = await resultsOf(
    drafted(({ manifest, files }) => {
      manifest.peerDependencies = { '@certctl/conformance': '^0.1.0' };
      manifest.peerDependenciesMeta = { '@certctl/conformance': { optional: true } };
      manifest.exports = { '.': './dist/index.js', './conformance': './dist/conformance.js' };
      files['dist/conformance.js'] =
        `import { defineEnvironment } from '@certctl/conformance';\nexport default defineEnvironment;`;
      files['dist/conformance.d.ts'] = 'export {};';
    }),
  );
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
});

it('types that are written apart from their package, and lines of code that read keys, are no defects', async () => {
  const results = await resultsOf(
    drafted(({ manifest, files }) => {
      manifest.dependencies = { ...manifest.dependencies, '@types/acme': '1.0.0' };
      files['dist/index.d.ts'] += `import type { Client } from 'acme';\nexport type Acme = Client;`;
      files['dist/read.js'] =
        `export const isKey = (text) => text.startsWith('-----BEGIN PRIVATE KEY-----');`;
    }),
  );
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
});
