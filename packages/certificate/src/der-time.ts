import type { EpochMs } from '@certctl/plugin-api';
import { type DerElement, DerError, TAG } from './der.js';

/**
 * A validity time. RFC 5280, 4.1.2.5: always UTC, always with seconds; UTCTime for 1950 to 2049,
 * GeneralizedTime without fractions for the rest.
 */
export function readTime(element: DerElement | undefined): EpochMs {
  if (element === undefined) throw new DerError('a time is missing');
  const text = Buffer.from(element.content).toString('latin1');
  const digits = withCentury(element.tag, text);
  const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const time = Date.parse(iso);
  // Date.parse carries an impossible day over into the next month; what it made must read as what was written.
  if (iso === digits || Number.isNaN(time) || new Date(time).toISOString() !== iso) {
    throw new DerError('a validity time is not a time of RFC 5280');
  }
  return time;
}

function withCentury(tag: number, text: string): string {
  if (tag === TAG.generalizedTime) return text;
  if (tag !== TAG.utcTime) throw new DerError('a validity time has an unknown type');
  return (text < '50' ? '20' : '19') + text;
}
