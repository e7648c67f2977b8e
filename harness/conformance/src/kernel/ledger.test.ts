import { describe, expect, it } from 'vitest';
import { ledgerLosses, ledgerProblems } from './ledger.js';

const cases = [{ slug: 'deploy/one' }, { slug: 'deploy/two' }];
const ledger = { 'deploy/one': { since: 1 }, 'deploy/two': { since: 1 } };

describe('the ledger of slugs', () => {
  it('has nothing to say when it has every case, and every case it', () => {
    expect(ledgerProblems(ledger, cases)).toEqual([]);
    expect(ledgerLosses(ledger, ledger)).toEqual([]);
  });

  it('misses a case that was not entered, and one that was taken away', () => {
    expect(ledgerProblems({ 'deploy/one': { since: 1 } }, cases)).toEqual([
      'deploy/two is not in the ledger',
    ]);
    expect(ledgerProblems(ledger, cases.slice(0, 1))).toEqual([
      'deploy/two is in the ledger, and its case is gone',
    ]);
  });

  it('refuses a slug that two cases have, and one that is none', () => {
    expect(ledgerProblems(ledger, [...cases, { slug: 'deploy/two' }])).toEqual([
      'deploy/two is the slug of two cases',
    ]);
    expect(ledgerProblems({ Deploy: { since: 1 } }, [{ slug: 'Deploy' }])).toEqual([
      'Deploy is no slug: area/what-is-so',
    ]);
  });

  it('gives no retired slug out again', () => {
    const retired = { ...ledger, 'deploy/two': { since: 1, retired: 'said twice' } };
    expect(ledgerProblems(retired, cases)).toEqual([
      'deploy/two was retired, and its slug is given out again',
    ]);
    expect(ledgerProblems(retired, cases.slice(0, 1))).toEqual([]);
  });

  it('is only ever added to', () => {
    expect(ledgerLosses(ledger, { 'deploy/one': { since: 1 } })).toEqual([
      'deploy/two was taken out of the ledger',
    ]);
    expect(ledgerLosses(ledger, { ...ledger, 'deploy/one': { since: 2 } })).toEqual([
      'deploy/one came with version 1, and the ledger now says 2',
    ]);
    const retired = { 'deploy/one': { since: 1, retired: 'no longer true' } };
    expect(ledgerLosses(retired, { 'deploy/one': { since: 1 } })).toEqual([
      'deploy/one was retired, and is not any more',
    ]);
  });
});
