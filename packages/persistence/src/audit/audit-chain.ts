import { createHash } from 'node:crypto';
import type { AuditRow } from '@certctl/engine';

/** What the first row of a stream follows. */
export const BEGINNING = '0'.repeat(64);

export interface Link {
  readonly stream: string;
  readonly seq: number;
  readonly previous: string;
  /** The row as `canonical` wrote it. */
  readonly row: string;
}

/** One spelling for each row: JSON with sorted names, without what is undefined. */
export function canonical(row: AuditRow): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** SHA-256, lower-case hexadecimal, of place and content: a row that moves, or changes, no longer fits. */
export function hashOf({ stream, seq, previous, row }: Link): string {
  return createHash('sha256')
    .update(JSON.stringify(['certctl-audit-1', stream, seq, previous, row]))
    .digest('hex');
}
