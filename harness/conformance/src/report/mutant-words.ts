import type { ConformanceReport } from './conformance-report.js';

/** What shows that the cases of a report can fail. It is about the suite, and not about the plugin of the run. */
export function mutantWords({ suite, cases }: ConformanceReport): string {
  const asked = cases.filter(({ outcome, mutants }) => outcome !== 'not-declared' && mutants !== undefined);
  const proven = asked.filter(({ mutants = 0 }) => mutants > 0).length;
  const rest = ', and of the others, which are about the package, tests show that they can fail';
  return [
    `this version of the suite was tried on ${suite.mutants} broken plugins and found each`,
    `${proven} of ${asked.length} cases here found one or more${proven === asked.length ? '' : rest}`,
  ].join('; ');
}
