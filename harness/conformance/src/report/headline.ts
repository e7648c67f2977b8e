import type { ConformanceReport } from './conformance-report.js';

const WORDS = { passed: 'Passed', failed: 'Failed', partial: 'Partial' } as const;

/** The verdict in one line, with the tier in it: what passed on a double passed on a double. */
export function headline({ verdict, plugin, environment, counts, suite }: ConformanceReport): string {
  const asked = counts.passed + counts.failed + counts.errored + counts.skipped;
  return `${WORDS[verdict]}: ${plugin.type}, ${counts.passed} of ${asked} cases, ${environment.tier} tier, contract ${suite.contract}`;
}
