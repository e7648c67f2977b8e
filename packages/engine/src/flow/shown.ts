import type { Held } from '@certctl/plugin-api';
import type { Snapshot } from './held.js';

/** All that is known of a certificate which the service does not show, and which our journal does not know. */
export type Shown = Pick<Held, 'fingerprint' | 'serial'>;

/** What names the held certificate where neither the service nor the journal gives it; undefined where one does. */
export function shownOf({ observation, bundle }: Snapshot): Shown | undefined {
  if (bundle || observation.state !== 'present') return undefined;
  const { fingerprint, serial } = observation;
  return {
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(serial === undefined ? {} : { serial }),
  };
}

/** In words: `SHA-256 ab01…`, `the serial 3f`, `nothing`. */
export function wordsOf({ fingerprint, serial }: Shown): string {
  if (fingerprint !== undefined) return `the fingerprint ${fingerprint}`;
  return serial === undefined ? 'nothing' : `the serial ${serial}`;
}
