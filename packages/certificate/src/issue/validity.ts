import type { EpochMs } from '@certctl/plugin-api';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whole seconds, because certificates have no smaller unit; from an hour ago, so that clocks may differ. */
export function validity(
  wanted: { readonly notBefore?: EpochMs; readonly notAfter?: EpochMs },
  days: number,
): { notBefore: EpochMs; notAfter: EpochMs } {
  const notBefore = wanted.notBefore ?? Math.floor((Date.now() - HOUR) / 1000) * 1000;
  return { notBefore, notAfter: wanted.notAfter ?? notBefore + days * DAY };
}
