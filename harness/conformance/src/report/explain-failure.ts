import type { Failure } from '../kernel/case-result.js';
import type { ConformanceCase } from '../kernel/conformance-case.js';

/** A failure as a person reads it where it happens. */
export interface ExplainedFailure {
  /** What was expected, and what was seen. */
  readonly seen: string;
  /** Of the case, by their names: what is so when it passes, why, the rule, the remedy. */
  readonly notes: readonly (readonly [name: string, text: string])[];
  /** What the service was sent, oldest first. */
  readonly requests: readonly string[];
}

export function explainFailure(
  { message, expected, observed, exchange, rule }: Failure,
  wanted: Pick<ConformanceCase, 'title' | 'why' | 'source' | 'remedy'>,
): ExplainedFailure {
  const { title } = wanted;
  const { why, source, remedy } = rule ?? wanted;
  return {
    seen: expected === undefined ? message : `${message}: expected ${expected}, observed ${observed}`,
    notes: [
      ['case', title],
      ['why', why],
      ['rule', source],
      ['remedy', remedy],
    ],
    requests: exchange.map(
      ({ atMs, operation, request, answer }) => `${atMs} ms ${operation}: ${request} -> ${answer}`,
    ),
  };
}
