import { describe, expect, it } from 'vitest';
import { checkConformance, committedLedgers } from './check-conformance.js';

const FIRST = { 'deploy/one': { since: 1 }, 'deploy/two': { since: 1 } };

/** A repository with these ledgers, the newest first; `undefined` where a commit took the file away. */
const history = (...ledgers: readonly (object | undefined)[]) =>
  committedLedgers(async (_, [verb, ...rest]) => {
    if (verb === 'log') return { code: 0, output: `${ledgers.map((_, at) => `c${at}`).join('\n')}\n` };
    const ledger = ledgers[Number(rest[0]?.slice(1, rest[0].indexOf(':')))];
    return ledger ? { code: 0, output: JSON.stringify(ledger) } : { code: 128, output: 'fatal: no path' };
  });

describe('the check of the cases', () => {
  it('finds what a commit took out of the ledger together with its case, however long ago', async () => {
    const now = { 'deploy/one': { since: 1 } };
    const earlier = await history(now, now, FIRST);
    expect(checkConformance(['deploy/one'], ['deploy/one'], now, earlier)).toEqual([
      { file: 'harness/conformance/ledger.json', rule: 'deploy/two was taken out of the ledger' },
    ]);
  });

  it('goes on past a commit in which there was no ledger', async () => {
    expect(await history(FIRST, undefined, FIRST)).toEqual([FIRST, FIRST]);
  });

  it('compares with nothing where there is no git', async () => {
    expect(await committedLedgers(async () => ({ code: 127, output: 'not found' }))).toEqual([]);
  });

  it('finds a file without its case, and a case without its file', () => {
    const slugs = ['deploy/one', 'deploy/two'];
    expect(checkConformance(['deploy/one', 'deploy/six'], slugs, FIRST, [])).toEqual([
      {
        file: 'harness/conformance/src/cases/deploy/six.ts',
        rule: 'holds no case of the name of its file',
      },
      { file: 'harness/conformance/src/cases', rule: 'deploy/two is not in a file of its name' },
    ]);
  });
});
