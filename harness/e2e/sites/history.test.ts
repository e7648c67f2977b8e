import type { OutcomeStatus } from '@certctl/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { historyProblems } from './history.js';
import { renewals } from './leaves.js';
import type { Recorded } from './ledger.js';

let leaves: Awaited<ReturnType<typeof renewals>>;
beforeAll(async () => {
  leaves = await renewals(3);
});

function attempt(number: number, status: OutcomeStatus): Recorded {
  const leaf = leaves[number];
  if (!leaf) throw new Error('there are not so many leaves');
  // Of the entry nothing else is read.
  const closed = { entry: { imports: true }, status, closedAt: number } as Recorded['closed'];
  return { id: `${number}`, leaf, tags: {}, end: 'killed', rows: [], closed };
}

const sent = (...numbers: readonly number[]) =>
  numbers.map((number) => leaves[number]?.facts.fingerprint ?? '');

describe('what a service was sent, against the journal', () => {
  it.each<[string, readonly [number, OutcomeStatus][], readonly number[]]>([
    [
      'one after the other',
      [
        [0, 'deployed'],
        [1, 'deployed'],
      ],
      [0, 1],
    ],
    [
      'one that failed in between',
      [
        [0, 'deployed'],
        [1, 'failed'],
        [2, 'deployed'],
      ],
      [0, 2],
    ],
    [
      'one that was taken back',
      [
        [0, 'deployed'],
        [1, 'restored'],
        [2, 'deployed'],
      ],
      [0, 1, 0, 2],
    ],
    [
      'one that was put back twice',
      [
        [0, 'deployed'],
        [1, 'restored'],
      ],
      [0, 1, 0, 0],
    ],
    [
      'one that went back before it arrived',
      [
        [0, 'deployed'],
        [1, 'restored'],
      ],
      [0],
    ],
    [
      'one that was withdrawn',
      [
        [0, 'withdrawn'],
        [1, 'deployed'],
      ],
      [0, 1],
    ],
  ])('agrees: %s', (_, journal, service) => {
    expect(
      historyProblems(
        journal.map((each) => attempt(...each)),
        sent(...service),
        false,
      ),
    ).toEqual([]);
  });

  it.each<[string, readonly [number, OutcomeStatus][], readonly number[]]>([
    ['an import that nobody tells of', [[0, 'deployed']], [0, 1]],
    [
      'one that is said to have failed',
      [
        [0, 'deployed'],
        [1, 'failed'],
      ],
      [0, 1],
    ],
    [
      'one that came twice',
      [
        [0, 'deployed'],
        [1, 'deployed'],
      ],
      [0, 1, 1],
    ],
    [
      'one that never came',
      [
        [0, 'deployed'],
        [1, 'deployed'],
      ],
      [0],
    ],
    [
      'another order',
      [
        [0, 'deployed'],
        [1, 'deployed'],
      ],
      [1, 0],
    ],
    [
      'one that is said to be taken back, and was not',
      [
        [0, 'deployed'],
        [1, 'restored'],
      ],
      [0, 1],
    ],
  ])('differs: %s', (_, journal, service) => {
    expect(
      historyProblems(
        journal.map((each) => attempt(...each)),
        sent(...service),
        false,
      ),
    ).toHaveLength(1);
  });
});
