import { describe, expect, it } from 'vitest';
import { judge, unreliable } from './judge.js';
import type { Mutant } from './mutant.js';
import type { TestResult, TestRun } from './run-tests.js';

const mutant: Mutant = {
  name: 'a-defect',
  defect: 'Something is wrong.',
  file: 'source.ts',
  replace: [{ from: 'a', to: 'b' }],
  killedBy: { file: 'source.test.ts', test: 'a source > works' },
};

const result = (over: Partial<TestResult> = {}): TestResult => ({
  file: 'source.test.ts',
  test: 'a source > works',
  passed: true,
  failure: '',
  ...over,
});
const failed = (failure: string) => result({ passed: false, failure });
const run = (...tests: TestResult[]): TestRun => ({ tests, broken: [], seconds: 1 });

describe('a mutant', () => {
  it.each(['AssertionError: expected 1 to be 2', 'Error: Property failed after 3 tests'])(
    'is killed by its test that fails with %s',
    (failure) => {
      expect(judge(mutant, run(failed(failure)))).toMatchObject({ verdict: 'killed', why: '' });
    },
  );

  it('survives its test, whatever else fails', () => {
    const other = result({ test: 'a source > is fast', passed: false, failure: 'AssertionError: no' });
    expect(judge(mutant, run(result(), other))).toMatchObject({ verdict: 'SURVIVED', killers: [other] });
  });

  it('is invalid when its test fails without having asserted anything', () => {
    expect(judge(mutant, run(failed('ReferenceError: x is not defined'))).verdict).toBe('invalid');
    expect(judge(mutant, run(failed('Error: Test timed out in 20000ms.'))).verdict).toBe('invalid');
  });

  it('is invalid when a file cannot be loaded with it, even if its test fails', () => {
    const broken = { ...run(failed('AssertionError: no')), broken: ['source.test.ts: Transform failed'] };
    expect(judge(mutant, broken)).toMatchObject({ verdict: 'invalid', why: broken.broken[0] });
  });

  it('is stale when its test did not run', () => {
    expect(judge(mutant, run(result({ file: 'other.test.ts' }))).verdict).toBe('stale');
  });
});

describe('a mutant that a conformance case must find, too', () => {
  const both: Mutant = {
    ...mutant,
    alsoKilledBy: { file: 'x.conformance.ts', test: 'conformance > tags/stay', slug: 'tags/stay' },
  };
  const inCase = (over: Partial<TestResult> = {}) =>
    result({ file: 'x.conformance.ts', test: 'conformance > tags/stay', ...over });
  const foundByTest = failed('AssertionError: no');

  it('is killed when both have found it', () => {
    const found = inCase({ passed: false, failure: 'AssertionError: no' });
    expect(judge(both, run(foundByTest, found)).verdict).toBe('killed');
  });

  it('survives when one of them has not', () => {
    expect(judge(both, run(foundByTest, inCase()))).toMatchObject({
      verdict: 'SURVIVED',
      why: expect.stringContaining('the case tags/stay passes'),
    });
  });

  it('is stale when the case did not run, and relied on when both pass without it', () => {
    expect(judge(both, run(foundByTest)).verdict).toBe('stale');
    expect(unreliable(both, run(result(), inCase()))).toBeUndefined();
    expect(unreliable(both, run(result()))).toContain('x.conformance.ts has no test');
  });
});

describe('the test of a mutant', () => {
  it('is relied on when it passes without it', () => {
    expect(unreliable(mutant, run(result()))).toBeUndefined();
    expect(unreliable(mutant, run(failed('AssertionError: no')))).toContain('fails without the mutant');
    expect(unreliable(mutant, run())).toContain('has no test "a source > works"');
  });
});
