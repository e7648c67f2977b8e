import { describe, expect, it } from 'vitest';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import {
  type Baseline,
  baselineOf,
  holdBaseline,
  marked,
  parseBaseline,
  renderBaseline,
} from './baseline.js';
import { type CaseOutcome, type CaseResult } from './case-result.js';
import { defineCase, type Level } from './conformance-case.js';
import { expectEqual } from './expect.js';
import { runConformance } from './run-conformance.js';
import { EXIT_CODE_OF_VERDICT } from './verdict.js';

const { plugin, environment } = memoryStoreSubject();
const subject = { plugin: plugin.type, environment: environment.name };

const baseline = (...slugs: readonly string[]): Baseline => ({
  ...{ baselineVersion: 1, ...subject, contract: 1 },
  known: slugs.map((slug) => ({ slug })),
});

const result = (slug: string, outcome: CaseOutcome, level: Level = 'core'): CaseResult => ({
  ...{ slug, outcome, level, title: 'a title', ms: 1, calls: {} },
});

const saying = (slug: string, run: () => void) =>
  defineCase({
    ...{ slug, level: 'core', kind: 'store', requires: [] },
    ...{ title: 'a title', why: 'a reason', source: 'a source', remedy: 'a remedy' },
    run: async () => run(),
  });

const good = saying('test/good', () => {});
const bad = saying('test/bad', () => expectEqual('the answer', 41, 42));
const broken = saying('test/broken', () => {
  throw new TypeError('no function');
});

async function ran(known: readonly string[], cases = [good, bad]) {
  const run = await runConformance({ plugin, environment, cases, baseline: baseline(...known) });
  const marks = run.results.map(({ slug, outcome, baseline: mark }) => [slug, outcome, mark]);
  return { verdict: run.verdict, exit: EXIT_CODE_OF_VERDICT[run.verdict], marks };
}

describe('a run with a baseline', () => {
  it('ends well with a failure that is known, and does not call that passed', async () => {
    expect(await ran(['test/bad'])).toEqual({
      ...{ verdict: 'known-failures', exit: 0 },
      marks: [
        ['test/good', 'passed', undefined],
        ['test/bad', 'failed', 'known'],
      ],
    });
  });

  it('fails for a failure that is not known', async () => {
    expect(await ran([])).toMatchObject({ verdict: 'failed', exit: 1 });
  });

  it('fails for a case that is known to fail and holds', async () => {
    expect(await ran(['test/bad', 'test/good'])).toMatchObject({
      verdict: 'failed',
      marks: [
        ['test/good', 'passed', 'stale'],
        ['test/bad', 'failed', 'known'],
      ],
    });
  });

  it('fails for a case that broke, though it is known: nothing is known of it', async () => {
    expect(await ran(['test/broken'], [good, broken])).toMatchObject({ verdict: 'failed' });
  });

  it('is partial when a core case was left out, whatever is known', async () => {
    const only = ['test/bad'];
    const run = await runConformance({
      plugin,
      environment,
      cases: [good, bad],
      only,
      baseline: baseline(...only),
    });
    expect(run.verdict).toBe('partial');
  });

  it('is passed when nothing was known and nothing failed', async () => {
    expect(await ran([], [good])).toMatchObject({ verdict: 'passed', exit: 0 });
  });

  it('is refused when the baseline names no case, or is of something else', async () => {
    await expect(ran(['test/other'])).rejects.toThrow('the baseline names test/other, which is no case');
    const other = { ...baseline(), environment: 'fake-acm' };
    expect(() => holdBaseline(other, subject)).toThrow('on fake-acm, and this is');
    expect(() => holdBaseline({ ...baseline(), contract: 99 }, subject)).toThrow(
      'version 99 of the contract',
    );
  });
});

describe('a mark', () => {
  it('is stale for a case that is not asked any more, and none for one that was left out', () => {
    expect(marked(result('a/b', 'not-declared'), baseline('a/b')).baseline).toBe('stale');
    expect(marked(result('a/b', 'skipped'), baseline('a/b')).baseline).toBeUndefined();
  });
});

describe('the file', () => {
  const results = [
    result('b/two', 'failed'),
    result('a/one', 'failed', 'capability'),
    result('c/three', 'failed', 'provisional'),
    result('d/four', 'skipped'),
    result('e/five', 'passed'),
    result('f/six', 'errored'),
  ];

  it('has what failed and counts by slug, keeps reasons, and what was left out', () => {
    const earlier = { known: [{ slug: 'b/two', reason: 'ours' }, { slug: 'd/four' }, { slug: 'e/five' }] };
    const text = renderBaseline(baselineOf(results, subject, earlier));
    expect(JSON.parse(text)).toEqual({
      ...{ baselineVersion: 1, ...subject, contract: 1 },
      known: [{ slug: 'a/one' }, { slug: 'b/two', reason: 'ours' }, { slug: 'd/four' }],
    });
    expect(renderBaseline(baselineOf([...results].reverse(), subject, earlier))).toBe(text);
    expect(renderBaseline(parseBaseline(text, 'x'))).toBe(text);
  });

  it.each([
    ['no json', 'is not a JSON object'],
    ['{}', 'no baseline of version 1'],
    ['{"baselineVersion":1,"known":[]}', 'of which plugin'],
    ['{"baselineVersion":1,"plugin":"A","environment":"b","contract":1}', 'no list'],
    ['{"baselineVersion":1,"plugin":"A","environment":"b","contract":1,"known":[{}]}', 'without a slug'],
    [
      '{"baselineVersion":1,"plugin":"A","environment":"b","contract":1,"known":[{"slug":"a/b"},{"slug":"a/b"}]}',
      'names a/b twice',
    ],
  ])('%s is refused', (text, why) => {
    expect(() => parseBaseline(text, 'baseline.json')).toThrow(why);
  });
});
