import type { CaseOutcome, CaseResult } from './case-result.js';

/**
 * - `passed`: every case that counts was seen to hold
 * - `failed`: one was not, or could not be run; or the baseline is stale
 * - `partial`: none failed that is not known, and not all that counts was shown
 * - `known-failures`: all that counts was shown, and what failed is in the baseline that the run was given
 */
export type Verdict = 'passed' | 'failed' | 'partial' | 'known-failures';

/** A baseline is asked for by name, so what is in it does not end a pipeline; it never makes a run `passed`. */
export const EXIT_CODE_OF_VERDICT = {
  passed: 0,
  failed: 1,
  partial: 3,
  'known-failures': 0,
} as const satisfies Record<Verdict, number>;

const BAD: readonly CaseOutcome[] = ['failed', 'errored'];

/** What all the results come to. Nothing run is nothing shown. */
export function verdictOf(results: readonly Pick<CaseResult, 'level' | 'outcome' | 'baseline'>[]): Verdict {
  if (results.some(({ baseline }) => baseline === 'stale')) return 'failed';
  const counting = results.filter(({ level }) => level !== 'provisional');
  if (counting.some(({ outcome, baseline }) => BAD.includes(outcome) && baseline !== 'known'))
    return 'failed';
  const isLeftOut = counting.some(({ level, outcome }) => level === 'core' && outcome === 'skipped');
  const isShown = counting.some(({ outcome }) => outcome === 'passed');
  if (isLeftOut || !isShown) return 'partial';
  return results.some(({ baseline }) => baseline === 'known') ? 'known-failures' : 'passed';
}
