import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECISIONS, type Decision, decide, type Seen } from './decide.js';
import type { Phase } from './journal.js';

const PHASES = Object.keys(DECISIONS) as Phase[]; // the record's type has exactly the phases as keys
const SEEN: readonly Seen[] = ['previous', 'new', 'foreign', 'gone', 'recovered', 'unknown'];

const BACKWARD: readonly Phase[] = ['unbinding', 'restoring', 'withdrawing', 'redeleting'];

/** The table once more, cell by cell, as a person would argue it. */
const ARGUED: readonly [Phase, Seen, Decision][] = [
  ['opened', 'previous', 'abandon'],
  ['opened', 'new', 'abandon'],
  ['opened', 'foreign', 'abandon'],
  ['opened', 'gone', 'abandon'],
  ['opened', 'recovered', 'abandon'],
  ['opened', 'unknown', 'abandon'],
  ['undeleting', 'previous', 'abandon'],
  ['undeleting', 'new', 'leave'],
  ['undeleting', 'foreign', 'leave'],
  ['undeleting', 'gone', 'leave'],
  ['undeleting', 'recovered', 'back'],
  ['undeleting', 'unknown', 'wait'],
  ['importing', 'previous', 'abandon'],
  ['importing', 'new', 'forward'],
  ['importing', 'foreign', 'leave'],
  ['importing', 'gone', 'leave'],
  ['importing', 'recovered', 'back'],
  ['importing', 'unknown', 'wait'],
  ['imported', 'previous', 'forward'],
  ['imported', 'new', 'forward'],
  ['imported', 'foreign', 'leave'],
  ['imported', 'gone', 'leave'],
  ['imported', 'recovered', 'forward'],
  ['imported', 'unknown', 'wait'],
  ['tagging', 'previous', 'back'],
  ['tagging', 'new', 'forward'],
  ['tagging', 'foreign', 'leave'],
  ['tagging', 'gone', 'leave'],
  ['tagging', 'recovered', 'back'],
  ['tagging', 'unknown', 'wait'],
  ['binding', 'previous', 'back'],
  ['binding', 'new', 'forward'],
  ['binding', 'foreign', 'leave'],
  ['binding', 'gone', 'leave'],
  ['binding', 'recovered', 'back'],
  ['binding', 'unknown', 'wait'],
  ['unbinding', 'previous', 'back'],
  ['unbinding', 'new', 'back'],
  ['unbinding', 'foreign', 'leave'],
  ['unbinding', 'gone', 'leave'],
  ['unbinding', 'recovered', 'back'],
  ['unbinding', 'unknown', 'wait'],
  ['restoring', 'previous', 'confirm'],
  ['restoring', 'new', 'back'],
  ['restoring', 'foreign', 'leave'],
  ['restoring', 'gone', 'leave'],
  ['restoring', 'recovered', 'leave'],
  ['restoring', 'unknown', 'wait'],
  ['withdrawing', 'previous', 'confirm'],
  ['withdrawing', 'new', 'back'],
  ['withdrawing', 'foreign', 'leave'],
  ['withdrawing', 'gone', 'leave'],
  ['withdrawing', 'recovered', 'leave'],
  ['withdrawing', 'unknown', 'wait'],
  ['redeleting', 'previous', 'confirm'],
  ['redeleting', 'new', 'back'],
  ['redeleting', 'foreign', 'leave'],
  ['redeleting', 'gone', 'leave'],
  ['redeleting', 'recovered', 'back'],
  ['redeleting', 'unknown', 'wait'],
];

describe('the decision about an open entry', () => {
  it.each(ARGUED)('%s, %s seen: %s', (phase, seen, decision) => {
    expect(decide(phase, seen)).toBe(decision);
  });

  it('is argued for every cell', () => {
    expect(ARGUED).toHaveLength(PHASES.length * SEEN.length);
  });

  it('never goes forward once on the way back, never writes over a stranger, never guesses', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PHASES), fc.constantFrom(...SEEN), (phase, seen) => {
        const decision = decide(phase, seen);
        if (BACKWARD.includes(phase)) expect(decision).not.toBe('forward');
        if (seen === 'foreign' || seen === 'gone') expect(['leave', 'abandon']).toContain(decision);
        if (seen === 'unknown') expect(['wait', 'abandon']).toContain(decision);
        if (decision === 'abandon' && phase !== 'opened') expect(seen).toBe('previous');
      }),
      { numRuns: 1_000 },
    );
  });
});
