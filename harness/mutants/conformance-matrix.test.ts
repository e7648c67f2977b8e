import { describe, expect, it } from 'vitest';
import { type ConformanceMatrix, gapsIn, matrixOf } from './conformance-matrix.js';
import type { Judgement } from './judge.js';
import { mutant } from './mutant.js';

const forgotten = mutant({
  name: 'address-forgotten',
  defect: 'The address is forgotten.',
  file: 'plugins/some/src/store.ts',
  replace: [],
  killedBy: { slug: 'deploy/keeps', on: 'aws-acm' },
});
const kept: ConformanceMatrix = {
  'address-forgotten': { on: 'aws-acm', defect: forgotten.defect, killedBy: ['deploy/keeps', 'tags/stay'] },
};
const slugs = ['deploy/keeps', 'tags/stay', 'packaging/has-types'];

describe('the matrix of the mutants of plugins and the cases that find them', () => {
  it('has no gap when every mutant is in it with its case, and every case finds one', () => {
    expect(gapsIn(kept, [forgotten], slugs, kept)).toEqual([]);
  });

  it('misses a mutant that is not in it, and one that its own case does not find', () => {
    const stray = { ...forgotten, name: 'stray' };
    expect(gapsIn(kept, [forgotten, stray], slugs, undefined)).toEqual([
      expect.stringContaining('stray is not in it'),
    ]);
    const other = { ...kept, 'address-forgotten': { on: 'aws-acm', defect: '', killedBy: ['tags/stay'] } };
    expect(gapsIn(other, [forgotten], ['tags/stay'], undefined)).toHaveLength(1);
  });

  it('is stale with a mutant that is gone, and when other cases find one now', () => {
    expect(gapsIn(kept, [], slugs, undefined)).toEqual([
      expect.stringContaining('no mutant address-forgotten'),
    ]);
    const now = { 'address-forgotten': { on: 'aws-acm', defect: '', killedBy: ['deploy/keeps'] } };
    expect(gapsIn(kept, [forgotten], slugs, now)).toEqual([expect.stringContaining('found by other cases')]);
  });

  it('names a case that finds nothing: it was never seen to fail', () => {
    expect(gapsIn(kept, [forgotten], [...slugs, 'audit/rows'], undefined)).toEqual([
      expect.stringContaining('cases/audit/rows.ts finds no mutant'),
    ]);
  });

  it('tells a case by its slug, whatever the suite is called', () => {
    const killers = [{ file: 'x', test: 'conformance of X on y > tags/stay', passed: false, failure: '' }];
    const judgement: Judgement = { mutant: forgotten, verdict: 'killed', why: '', killers, seconds: 1 };
    expect(matrixOf([judgement])).toEqual({
      'address-forgotten': { on: 'aws-acm', defect: forgotten.defect, killedBy: ['tags/stay'] },
    });
  });
});
