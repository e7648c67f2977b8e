import { createHash } from 'node:crypto';
import type { ConformanceReport } from './conformance-report.js';

/**
 * SHA-256, hexadecimal, of a report without its digest: of JSON without white space, in which the names of each object
 * are sorted. It finds what was edited by hand, or by mistake. It is no signature: nothing secret goes into it.
 */
export function digestOf(report: Omit<ConformanceReport, 'digest'>): string {
  const { digest: _, ...rest }: Partial<ConformanceReport> = report;
  return createHash('sha256')
    .update(JSON.stringify(sorted(rest)))
    .digest('hex');
}

/** The report with its digest. */
export function sealed(report: Omit<ConformanceReport, 'digest'>): ConformanceReport {
  return { ...report, digest: digestOf(report) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
