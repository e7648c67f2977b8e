import type { EpochMs } from '@certctl/plugin-api';
import { usageError } from '../usage-error.js';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const AMOUNT = /^(\d{1,5})([mhd])$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z)?$/;

/**
 * The moment that `--since` means: so long ago, or a date in UTC.
 * @throws CertctlError `usage`
 */
export function sinceOf(text: string, now: EpochMs): EpochMs {
  const [, amount, unit] = AMOUNT.exec(text) ?? [];
  const ago = Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
  const time = DATE.test(text) ? Date.parse(text) : now - ago;
  if (time < now) return time;
  throw usageError(
    `--since ${JSON.stringify(text)} is no time in the past`,
    'Give 30m, 12h, 7d, or a date such as 2026-11-24 or 2026-11-24T09:30Z.',
  );
}
