import type { ConformanceReport } from './conformance-report.js';

/** The verdicts as people read them. */
export const VERDICT_WORDS = {
  passed: 'Passed',
  failed: 'Failed',
  partial: 'Partial',
  'known-failures': 'Known failures',
} as const;

/** The verdict in one line, with the tier in it: what passed on a double passed on a double. */
export function headline(report: ConformanceReport): string {
  const { verdict, plugin, environment, counts, suite } = report;
  const asked = counts.passed + counts.failed + counts.errored + counts.skipped;
  return [
    `${VERDICT_WORDS[verdict]}: ${plugin.type}`,
    `${counts.passed} of ${asked} cases`,
    ...againstBaseline(report),
    `${environment.tier} tier`,
    `contract ${suite.contract}`,
  ].join(', ');
}

/** That the run had a baseline, and what came of it; a run with one is never told like a run without. */
export function againstBaseline({ baseline }: Pick<ConformanceReport, 'baseline'>): readonly string[] {
  if (baseline === undefined) return [];
  const count = (wanted: string) => baseline.filter(({ state }) => state === wanted).length;
  const [known, stale] = [count('known'), count('stale')];
  return [
    known === 0 ? 'with a baseline' : `${known} known failure${known === 1 ? '' : 's'}`,
    ...(stale === 0 ? [] : [`${stale} stale in the baseline`]),
  ];
}
