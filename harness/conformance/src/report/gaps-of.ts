import type { ConformanceReport } from './conformance-report.js';

/** More cases than this with one reason are told by their number, so that they do not hide what failed. */
export const MOST_NAMED = 3;

/** What is not proven, by reason: what an environment can never show first, then the cases that were left out. */
export function gapsOf(
  notProven: ConformanceReport['notProven'],
): readonly { readonly reason: string; readonly slugs: readonly string[] }[] {
  const reasons = [...new Set(notProven.map(({ reason }) => reason))];
  return reasons.map((reason) => ({
    reason,
    slugs: notProven.flatMap((gap) => (gap.reason === reason && gap.slug !== undefined ? [gap.slug] : [])),
  }));
}
