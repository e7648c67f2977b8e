import { expect, it } from 'vitest';
import { defineEnvironment } from '../environment/define-environment.js';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import type { CaseResult } from './case-result.js';
import { type ConformanceCase, defineCase } from './conformance-case.js';
import { STOPPED } from './run-case.js';
import { runConformance } from './run-conformance.js';

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
