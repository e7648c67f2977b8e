import type { Timing } from '@certctl/engine';

/** Real time, short: what has to be waited out costs a case less than a second. */
export const TIMING: Partial<Timing> = {
  deployMs: 15_000,
  discoverMs: 15_000,
  rollbackMs: 15_000,
  requestMs: 3_000,
  proveMs: 600,
  proveFirstIntervalMs: 5,
  proveLongestIntervalMs: 50,
  settleMs: 120,
  attempts: 4,
  retryFirstMs: 4,
  retryLongestMs: 20,
};

/** Times as they are at a service that is further away; counts stay what they are. */
export function stretched(timing: Partial<Timing>, patience = 1): Partial<Timing> {
  const entries = Object.entries(timing).map(([name, value]) => [
    name,
    name.endsWith('Ms') && typeof value === 'number' ? value * patience : value,
  ]);
  // The names are those of the timing that it was made of.
  return Object.fromEntries(entries) as Partial<Timing>;
}
