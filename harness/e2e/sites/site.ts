import { createHash } from 'node:crypto';
import type { Target } from '@certctl/engine';
import type { Listeners } from './listeners.js';

/** What consumers are given at a place, seen past the plugin. */
export interface Holding {
  /** SHA-256 of the leaf's DER, hex: its fingerprint. */
  readonly leaf: string;
  /** Certificates of its chain. */
  readonly chain: number;
  /** Absent where a place has none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** One place that is deployed to, with eyes of its own. */
export interface Site {
  readonly kind: 'acm' | 'vault' | 'file' | 'listener';
  target(tags: Readonly<Record<string, string>>): Target;
  /** Addresses under which the records can know it: before the first import, and since. */
  addresses(): readonly string[];
  /** Undefined when consumers are given nothing. */
  held(): Holding | undefined;
  /** Fingerprint of the leaf that a TLS client is given, whose key must sign for it; undefined when none is. */
  served(): Promise<string | undefined>;
  /** Fingerprints of all that was imported into what is there now, oldest first; undefined when nobody counts. */
  imports(): readonly string[] | undefined;
  /** What lies there and should not: a second certificate, a file that was left behind. */
  litter(): readonly string[];
  /** Who uses what is held, where the target points somebody at it. */
  readonly listeners?: Listeners | undefined;
  close?(): Promise<void>;
}

export function fingerprint(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}
