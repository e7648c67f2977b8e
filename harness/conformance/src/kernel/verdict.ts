import type { CaseOutcome, CaseResult } from './case-result.js';

/**
 * - `passed`: every case that counts was seen to hold
 * - `failed`: one was not, or could not be run
 * - `partial`: none failed, and not all that counts was shown
 */
export type Verdict = 'passed' | 'failed' | 'partial';

export const EXIT_CODE_OF_VERDICT = { passed: 0, failed: 1, partial: 3 } as const satisfies Record<
  Verdict,
  number
>;

const BAD: readonly CaseOutcome[] = ['failed', 'errored'];

/** What all the results come to. Nothing run is nothing shown. */
export function verdictOf(results: readonly Pick<CaseResult, 'level' | 'outcome'>[]): Verdict {
  const counting = results.filter(({ level }) => level !== 'provisional');
  if (counting.some(({ outcome }) => BAD.includes(outcome))) return 'failed';
  const isLeftOut = counting.some(({ level, outcome }) => level === 'core' && outcome === 'skipped');
  const isShown = counting.some(({ outcome }) => outcome === 'passed');
  return isLeftOut || !isShown ? 'partial' : 'passed';
}
