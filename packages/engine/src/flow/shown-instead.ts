import { chainMatches, readCertificate, sameCertificate } from '@certctl/certificate';
import type { Held, StoreCapabilities } from '@certctl/plugin-api';
import { wordsOf } from './shown.js';

/** A certificate that a service was to show; what is not known of it is not compared. */
export interface ToBeShown {
  /** DER. */
  readonly leaf?: Uint8Array;
  /** DER, without the leaf. */
  readonly chain?: readonly Uint8Array[];
}

/**
 * What a service shows in the place of what it should, in words: `it shows another leaf, with the serial 3f`. Whoever
 * reads that a proof has failed looks in another place for a lost chain than for a leaf of somebody else's.
 */
export function shownInstead(
  held: Held | 'absent',
  wanted: ToBeShown,
  proof: StoreCapabilities['proof'],
): string {
  if (held === 'absent') return 'it shows nothing';
  if (proof !== 'leaf') return held.disabled ? 'it is disabled' : `it shows ${wordsOf(held)}`;
  if (!held.leaf) return 'it shows no leaf';
  if (wanted.leaf && !sameCertificate(held.leaf, wanted.leaf)) return otherLeaf(held.leaf, wanted.leaf);
  if (held.disabled) return 'it is disabled';
  if (!held.chain || !wanted.chain || chainMatches(wanted.chain, held.chain) !== 'different')
    return 'it shows that leaf';
  return `it shows that leaf with another chain: ${otherChain(held.chain, wanted.chain)}`;
}

/** How a chain differs from the one that was sent. */
export function otherChain(held: readonly Uint8Array[], sent: readonly Uint8Array[]): string {
  const has = (all: readonly Uint8Array[], wanted: Uint8Array) =>
    all.some((each) => sameCertificate(each, wanted));
  const count = `${held.length} of ${sent.length} certificates`;
  if (sent.length === 0) return 'none was sent';
  if (held.length < sent.length && held.every((each) => has(sent, each)))
    return `it is shorter than what was sent (${count})`;
  if (!sent.every((each) => has(held, each))) return 'it lacks what was sent, and has something else';
  return held.length === sent.length
    ? 'its certificates stand in another order'
    : 'certificates that were not sent stand among those that were';
}

function otherLeaf(held: Uint8Array, wanted: Uint8Array): string {
  const [shown, sent] = [serialOf(held), serialOf(wanted)];
  if (shown === undefined) return 'it shows what is no certificate';
  return `it shows another leaf, with the ${shown === sent ? 'same serial' : `serial ${shown}`}`;
}

function serialOf(der: Uint8Array): string | undefined {
  try {
    return readCertificate(der).serial;
  } catch {
    return undefined;
  }
}
