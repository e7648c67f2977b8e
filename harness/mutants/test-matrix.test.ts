import { describe, expect, it } from 'vitest';
import type { Judgement } from './judge.js';
import { type Mutant, mutant } from './mutant.js';
import { mergedMatrix, testMatrixGaps } from './test-matrix.js';

const one = mutant({
  ...{ name: 'one', defect: 'The first.', file: 'packages/engine/src/a.ts', replace: [] },
  killedBy: { file: 'packages/engine/src/a.test.ts', test: 'a > is so' },
});
const two: Mutant = { ...one, name: 'two', defect: 'The second.' };

const judged = (of: typeof one, tests: readonly string[]): Judgement => ({
  ...{ mutant: of, verdict: 'killed', why: '', seconds: 1 },
  killers: tests.map((test) => ({
    ...{ file: 'packages/engine/src/a.test.ts', test },
    passed: false,
    failure: 'AssertionError',
  })),
});
const whole = mergedMatrix('', [judged(two, ['a > is so']), judged(one, ['b', 'a > is so'])], [one, two]);

describe('the matrix of tests', () => {
  it('has the mutants in their order, each with its defect and every test that finds it', () => {
    const order = ['## one', 'The first. (killed)', '- a.test.ts: a > is so', '- a.test.ts: b', '## two'];
    const lines = whole.split('\n').filter((line) => order.includes(line));
    expect(lines).toEqual([...order, '- a.test.ts: a > is so']);
    expect(testMatrixGaps(whole, [one, two])).toEqual([]);
  });

  it('keeps what was not run again, and lets go of a mutant that is gone', () => {
    const later = mergedMatrix(whole, [judged(one, ['a > is so'])], [one, two]);
    expect(later).not.toContain('- a.test.ts: b');
    expect(later.slice(later.indexOf('## two'))).toBe(whole.slice(whole.indexOf('## two')));
    expect(mergedMatrix(whole, [], [two])).not.toContain('## one');
    expect(mergedMatrix(whole, [], [one, two])).toBe(whole);
  });

  it.each([
    ['a mutant that is not in it', [one, two, { ...one, name: 'six' }], 'the mutant six is not in it'],
    ['one that is gone', [one], 'there is no mutant two any more'],
    ['another defect', [one, { ...two, defect: 'Else.' }], 'the mutant two is another defect now'],
    [
      'a test that does not find it',
      [one, { ...two, killedBy: { ...two.killedBy, test: 'never' } }],
      'two is not found there by never',
    ],
  ])('has a gap for %s', (_, mutants, gap) => {
    expect(testMatrixGaps(whole, mutants)).toEqual([gap]);
  });
});
