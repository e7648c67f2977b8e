import { expect, it } from 'vitest';
import { defineEnvironment, type Unprovable } from '../environment/define-environment.js';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import { CannotProve, CaseFailure } from './case-failure.js';
import type { CaseResult } from './case-result.js';
import { type ConformanceCase, defineCase } from './conformance-case.js';
import { STOPPED } from './run-case.js';
import { runConformance } from './run-conformance.js';

const PACKED = {
  manifest: { name: 'certctl-plugin-memory', version: '1.0.0' },
  ...{ folder: '', room: '', files: [], exports: {} },
};

function caseOf(slug: string, run: ConformanceCase['run']): ConformanceCase {
  const words = { title: slug, why: 'for the test', source: 'the test', remedy: 'none' };
  return defineCase({ slug, level: 'core', kind: 'any', requires: [], ...words, run });
}

it('a run that is stopped leaves the case that is under way, begins no other, and closes the stage', async () => {
  const { plugin, environment } = memoryStoreSubject();
  const stop = new AbortController();
  const results: CaseResult[] = [];
  let closed = 0;
  let begun = 0;
  const watched = defineEnvironment({
    ...environment,
    start: async (options) => {
      const stage = await environment.start(options);
      return {
        ...stage,
        close: async () => {
          closed += 1;
          await stage.close();
        },
      };
    },
  });
  const cases = [
    caseOf('test/ends', async () => {}),
    caseOf('test/waits-for-ever', () => {
      begun += 1;
      setTimeout(() => stop.abort(new Error('enough')), 20);
      return new Promise(() => {});
    }),
    caseOf('test/comes-after', async () => {
      begun += 1;
    }),
  ];
  const run = await runConformance({
    ...{ plugin, environment: watched, cases, signal: stop.signal },
    onResult: (result) => void results.push(result),
  });
  expect(results.map(({ slug, outcome, reason }) => [slug, outcome, reason])).toEqual([
    ['test/ends', 'passed', undefined],
    ['test/waits-for-ever', 'skipped', STOPPED],
    ['test/comes-after', 'skipped', STOPPED],
  ]);
  expect(run.verdict).toBe('partial');
  expect({ begun, closed }).toEqual({ begun: 1, closed: 1 });
});

it('tells of each case that begins which it is of those that are asked', async () => {
  const { plugin, environment } = memoryStoreSubject();
  const begun: string[] = [];
  const cannot = [{ slug: 'other/unseen', reason: 'nobody can' }];
  await runConformance({
    ...{ plugin, environment: defineEnvironment({ ...environment, cannot }), only: ['test', 'other'] },
    cases: [
      caseOf('test/one', async () => {}),
      { ...caseOf('test/of-others', async () => {}), kind: 'binding' },
      caseOf('left/out', async () => {}),
      caseOf('other/unseen', async () => {}),
      caseOf('other/two', async () => {}),
    ],
    onBegin: ({ slug, number, of }) => void begun.push(`${number}/${of} ${slug}`),
    onResult: ({ slug }) => void begun.push(`ended ${slug}`),
  });
  expect(begun).toEqual([
    ...['1/3 test/one', 'ended test/one', 'ended test/of-others', 'ended left/out'],
    ...['ended other/unseen', '3/3 other/two', 'ended other/two'],
  ]);
});

it('counts what a package is like as core where there is one, and as nothing where there is none', async () => {
  const { plugin, environment } = memoryStoreSubject();
  const about = (run: ConformanceCase['run']): ConformanceCase => ({
    ...caseOf('packaging/is-fine', run),
    level: 'capability',
  });
  const good = caseOf('test/good', async () => {});
  const looks = about(async (world) => void world.package());
  const verdictOn = async (wanted: ConformanceCase, isPacked: boolean, cannot: readonly Unprovable[] = []) =>
    await runConformance({
      ...{ plugin, environment: defineEnvironment({ ...environment, cannot }), cases: [good, wanted] },
      ...(isPacked ? { packed: PACKED } : {}),
    });
  expect((await verdictOn(looks, false)).verdict).toBe('passed');
  expect(await verdictOn(looks, true)).toMatchObject({
    verdict: 'passed',
    results: [{}, { level: 'core', outcome: 'passed' }],
  });
  const left = [{ slug: 'packaging/is-fine', reason: 'not here' }];
  expect((await verdictOn(looks, false, left)).verdict).toBe('passed');
  expect((await verdictOn(looks, true, left)).verdict).toBe('partial');
  const unproven = about(async () => {
    throw new CannotProve('it says no Node');
  });
  expect((await verdictOn(unproven, true)).verdict).toBe('partial');
  const bad = about(async () => {
    throw new CaseFailure('the README', 'there', 'not there');
  });
  expect((await verdictOn(bad, true)).verdict).toBe('failed');
  const fresh: ConformanceCase = { ...bad, level: 'provisional' };
  expect((await verdictOn(fresh, true)).verdict).toBe('passed');
});
