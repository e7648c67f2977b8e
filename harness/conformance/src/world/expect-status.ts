import type { Outcome, OutcomeStatus } from '@certctl/engine';
import { CaseFailure } from '../kernel/case-failure.js';

/** The outcome, when it has this status. @throws CaseFailure that says how it ended instead, and why */
export function expectStatus<S extends OutcomeStatus>(
  outcome: Outcome,
  status: S,
): Extract<Outcome, { status: S }> {
  if (outcome.status !== status) throw new CaseFailure('how the deploy ended', status, endOf(outcome));
  // The discriminant was compared one line above; a generic one does not narrow.
  return outcome as Extract<Outcome, { status: S }>;
}

/** The same for several. */
export function expectStatusIn(outcome: Outcome, ...wanted: readonly OutcomeStatus[]): void {
  if (!wanted.includes(outcome.status)) {
    throw new CaseFailure('how the deploy ended', `one of ${wanted.join(', ')}`, endOf(outcome));
  }
}

/** How an outcome ended, and why, in one line. */
function endOf(outcome: Outcome): string {
  const parts: string[] = [outcome.status];
  if ('error' in outcome) parts.push(`${outcome.error.code}: ${outcome.error.message}`);
  if ('rollbackError' in outcome && outcome.rollbackError)
    parts.push(`rollback: ${outcome.rollbackError.message}`);
  if ('why' in outcome) parts.push(`why ${outcome.why}, holds ${outcome.holds}`);
  const refusals = outcome.findings.filter(({ severity }) => severity === 'refusal');
  if (refusals.length > 0) parts.push(refusals.map(({ code, message }) => `${code}: ${message}`).join('; '));
  return parts.join('; ');
}
