import { ConformanceError } from '../doors/conformance-error.js';
import { type ConformanceReport, REPORT_VERSION } from './conformance-report.js';
import { digestOf } from './report-digest.js';

/**
 * Reads a `report.json` that nobody has edited.
 * @param from named in errors
 * @throws ConformanceError when it is no report, one of another version, or one that was changed
 */
export function readReport(text: string, from: string): ConformanceReport {
  const value = jsonOf(text, from);
  const { reportVersion, digest } = value;
  if (reportVersion !== REPORT_VERSION) {
    throw new ConformanceError(`${from} is no report of version ${REPORT_VERSION}`);
  }
  // Its digest is checked before a field of it is relied on. It shows an edit by hand; it is no signature.
  const report = value as unknown as ConformanceReport;
  if (typeof digest !== 'string')
    throw new ConformanceError(`${from} has no digest, so nobody can tell whether it was edited`);
  if (digestOf(report) === digest) return report;
  throw new ConformanceError(
    `${from} was edited: its content is not what its digest says\nRun the suite again: certctl conformance run`,
  );
}

function jsonOf(text: string, from: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // What is not JSON is told below, as what is JSON of something else.
  }
  throw new ConformanceError(`${from} is no report: it is not a JSON object`);
}
