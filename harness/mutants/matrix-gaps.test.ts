import { describe, expect, it } from 'vitest';
import { type ConformanceMatrix, conformanceMutants, mutantDigest } from './conformance-matrix.js';
import { differences, gapsIn, type Today, unnamedCases } from './matrix-gaps.js';
import { mutant } from './mutant.js';

const forgotten = mutant({
  name: 'address-forgotten',
  defect: 'The address is forgotten.',
  file: 'plugins/some/src/store.ts',
  replace: [{ from: 'a', to: 'b' }],
  killedBy: { slug: 'deploy/keeps', on: 'aws-acm' },
});
const [row] = conformanceMutants([forgotten]);
if (!row) throw new Error('it names a case');
const today: Today = {
  mutants: [row],
  cases: { 'deploy/keeps': 'k1', 'packaging/has-types': 'p1', 'tags/stay': 't1' },
  shownByTests: ['packaging/has-types'],
};
const kept: ConformanceMatrix = {
  cases: { ...today.cases },
  mutants: {
    'address-forgotten': {
      on: 'aws-acm',
      digest: mutantDigest(row),
      killedBy: ['deploy/keeps', 'tags/stay'],
    },
  },
};
const withRow = (over: Partial<ConformanceMatrix['mutants'][string]>): ConformanceMatrix => ({
  ...kept,
  mutants: { 'address-forgotten': { on: 'aws-acm', digest: mutantDigest(row), killedBy: [], ...over } },
});

describe('the matrix of the mutants of plugins and the cases that find them', () => {
  it('has no gap when all of today is in it, and every case finds a mutant or is shown by a test', () => {
    expect(gapsIn(kept, today)).toEqual([]);
  });

  it('is stale without a mutant, with one that is gone, and with one that changes something else now', () => {
    const stray = { ...row, mutant: { ...forgotten, name: 'stray' } };
    expect(gapsIn(kept, { ...today, mutants: [row, stray] })).toEqual(['the mutant stray is not in it']);
    expect(gapsIn(kept, { ...today, mutants: [] })).toEqual([
      'there is no mutant address-forgotten any more',
    ]);
    const other = { ...row, mutant: { ...forgotten, replace: [{ from: 'a', to: 'c' }] } };
    expect(gapsIn(kept, { ...today, mutants: [other] })).toEqual([
      'the mutant address-forgotten changes something else now',
    ]);
  });

  it('is stale with a mutant that is run with another plugin now, and not with one that is told in other words', () => {
    expect(gapsIn(kept, { ...today, mutants: [{ ...row, on: 'filesystem' }] })).toHaveLength(1);
    const reworded = { ...row, mutant: { ...forgotten, defect: 'The ARN is forgotten.' } };
    expect(gapsIn(kept, { ...today, mutants: [reworded] })).toEqual([]);
  });

  it('is stale without a case, with one that is gone, and with one that asks something else now', () => {
    const { 'tags/stay': _, ...fewer } = today.cases;
    expect(gapsIn({ ...kept, cases: fewer }, today)).toEqual(['the case tags/stay is not in it']);
    expect(gapsIn(kept, { ...today, cases: fewer })).toEqual(['there is no case tags/stay any more']);
    expect(gapsIn(kept, { ...today, cases: { ...today.cases, 'tags/stay': 't2' } })).toEqual([
      'the case tags/stay asks something else now',
    ]);
  });

  it('tells a mutant that the case it names does not find: it survived', () => {
    expect(gapsIn(withRow({ killedBy: ['tags/stay'] }), today)).toContain(
      'address-forgotten is not found by deploy/keeps',
    );
  });

  it('tells a case that finds nothing and that no test shows to fail', () => {
    expect(gapsIn(withRow({ killedBy: ['deploy/keeps'] }), today)).toEqual([
      'the case tags/stay finds no mutant: it was never seen to fail',
    ]);
    expect(gapsIn(kept, { ...today, shownByTests: [] })).toEqual([
      'the case packaging/has-types finds no mutant: it was never seen to fail',
    ]);
  });
});

describe('a case that finds mutants by accident only', () => {
  it('is told, unless a mutant names it or a test shows it to fail', () => {
    expect(unnamedCases(today)).toEqual(['tags/stay']);
    expect(unnamedCases({ ...today, shownByTests: ['packaging/has-types', 'tags/stay'] })).toEqual([]);
  });
});

describe('two matrices of the same', () => {
  it('differ where a mutant is found by other cases', () => {
    expect(differences(kept, kept)).toEqual([]);
    expect(differences(kept, withRow({ killedBy: ['deploy/keeps', 'errors/none'] }))).toEqual([
      'address-forgotten is found by other cases now: +errors/none -tags/stay',
    ]);
  });
});
