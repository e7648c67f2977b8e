import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const DIST = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist')).href;

/** What node:test prints in its TAP form for a file that defines some of the cases. */
function tapOf(body: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'certctl-node-test-'));
  try {
    const file = join(folder, 'conformance.test.mjs');
    const imports = [
      `import { defineConformance } from '${DIST}/doors/node-test.js';`,
      `import { memoryStoreSubject } from '${DIST}/environments/index.js';`,
    ];
    writeFileSync(file, [...imports, body].join('\n'));
    // A runner that is started by another one reports to that one otherwise.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    return execFileSync(process.execPath, ['--test', '--test-reporter=tap', file], { encoding: 'utf8', env });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('defines one test of node:test for each case, and skips with the reason what is not declared', () => {
  const tap = tapOf("defineConformance({ ...memoryStoreSubject(), only: ['chain', 'discovery'] });");
  expect(tap).toMatch(/ok \d+ - chain\/order-is-kept/);
  expect(tap).toMatch(/ok \d+ - discovery\/lists-what-is-there # SKIP declares discovers: false/);
  expect(tap).toContain('# fail 0');
});

it('fails in node:test when a case does not hold', () => {
  const tap = tapOf(`
    const { plugin, environment } = memoryStoreSubject();
    defineConformance({ plugin: { ...plugin, alias: 'Not Kebab' }, environment, only: ['contract/manifest-says-what-it-is'] });
  `);
  expect(tap).toContain('not ok');
  expect(tap).toContain('the alias: expected kebab-case, observed Not Kebab');
});

it('skips in node:test what the baseline knows to fail, with that word, and fails for what it is wrong about', () => {
  const about = { baselineVersion: 1, plugin: 'Memory', environment: 'memory', contract: 1 };
  const slugs = ['contract/manifest-says-what-it-is', 'chain/order-is-kept'];
  const baseline = JSON.stringify({ ...about, known: slugs.map((slug) => ({ slug })) });
  const tap = tapOf(`
    const { plugin, environment } = memoryStoreSubject();
    const only = ${JSON.stringify(slugs)};
    defineConformance({ plugin: { ...plugin, alias: 'Not Kebab' }, environment, only, baseline: ${baseline} });
  `);
  expect(tap).toContain('contract/manifest-says-what-it-is # SKIP failed, known: the alias');
  expect(tap).toMatch(/not ok \d+ - chain\/order-is-kept/);
  expect(tap).toContain(
    'the baseline says that chain/order-is-kept fails, and it is passed: remove it there',
  );
  const strange = baseline.replace('chain/order-is-kept', 'chain/none');
  const refused = tapOf(`defineConformance({ ...memoryStoreSubject(), baseline: ${strange} });`);
  expect(refused).toContain('the baseline names chain/none, which is no case');
});
