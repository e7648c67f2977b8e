import type { CaseOutcome } from '../kernel/case-result.js';
import type { ReportedCase } from './conformance-report.js';

const WORDS: Readonly<Record<CaseOutcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  errored: 'errored',
  skipped: 'not proven',
  'not-declared': 'not declared',
};

/** An outcome as people read it: what the baseline knows has words of its own, and is never told as passed. */
export function outcomeWords({ outcome, baseline }: Pick<ReportedCase, 'outcome' | 'baseline'>): string {
  if (baseline === 'known') return 'failed, known';
  return baseline === 'stale' ? `stale: ${WORDS[outcome]}` : WORDS[outcome];
}
