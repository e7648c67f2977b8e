import { chainMatches, readCertificate, sameCertificate } from '@certctl/certificate';
import type { CertificateBundle, Held, Observation, Present, StoreCapabilities } from '@certctl/plugin-api';
import type { Seen } from '../journal/decide.js';
import type { IncomingRecord, JournalEntry } from '../journal/journal.js';

/** What was held, with its certificates read; `bundle` is missing when the service shows no leaf. */
export interface Snapshot {
  readonly observation: Observation;
  readonly bundle?: CertificateBundle;
}

/** @throws CertctlError `certificate_unreadable` */
export function snapshotOf(observation: Observation): Snapshot {
  if (observation.state !== 'present' || !observation.leaf) return { observation };
  return {
    observation,
    bundle: {
      leaf: readCertificate(observation.leaf),
      chain: (observation.chain ?? []).map((der) => readCertificate(der)),
    },
  };
}

/** A certificate that a held one is compared with. */
export type Wanted = Pick<IncomingRecord, 'leaf' | 'chain' | 'fingerprint' | 'serial'>;

export function wantedOf(bundle: CertificateBundle): Wanted {
  return {
    leaf: bundle.leaf.der,
    chain: bundle.chain.map((certificate) => certificate.der),
    fingerprint: bundle.leaf.fingerprint,
    serial: bundle.leaf.serial,
  };
}

/** Whether a service holds exactly this, as far as it shows what it holds. */
export function holds(held: Held, wanted: Wanted, proof: StoreCapabilities['proof']): boolean {
  if (proof === 'serial') return held.serial === wanted.serial;
  if (proof === 'fingerprint') return held.fingerprint === wanted.fingerprint;
  if (!held.leaf || !sameCertificate(held.leaf, wanted.leaf)) return false;
  return held.chain === undefined || chainMatches(wanted.chain, held.chain) !== 'different';
}

/** Sorts what a service shows against the certificates that a deploy is about. */
export function seenOf(
  held: Held | 'absent',
  { incoming, preImage, revision, phase, replaces }: SeenAgainst,
  { proof, rotation }: StoreCapabilities,
): Seen {
  // Where an import makes another certificate, the one before is somewhere else.
  if (held === 'absent') return preImage.state === 'present' && !replaces ? 'gone' : 'previous';
  const before = preImage.state === 'present' ? preImage : undefined;
  // Where each import makes a revision, its id tells more than the bytes: a deploy may send the same leaf
  // again, with other tags.
  if (rotation === 'versioned' && held.revision !== undefined) {
    if (held.revision === before?.revision) return 'previous';
    if (held.revision === revision) return 'new';
  }
  const isPrevious = before !== undefined && isSame(held, before, proof);
  if (phase === 'restoring' && isPrevious) return 'previous';
  if (holds(held, incoming, proof)) return 'new';
  if (isPrevious) return 'previous';
  if (preImage.state === 'deleted' && isLeaf(held, preImage.leaf)) return 'recovered';
  return 'foreign';
}

/** The part of a journal entry that a look is sorted by. */
export type SeenAgainst = Pick<JournalEntry, 'incoming' | 'preImage' | 'revision' | 'phase' | 'replaces'>;

function isLeaf(held: Held, leaf: Uint8Array | undefined): boolean {
  return held.leaf !== undefined && leaf !== undefined && sameCertificate(held.leaf, leaf);
}

/** Whether a service shows again what it showed before. */
export function isSame(held: Held, before: Present, proof: StoreCapabilities['proof']): boolean {
  // What is not shown is not seen to be the same.
  if (proof === 'serial') return held.serial !== undefined && held.serial === before.serial;
  if (proof === 'fingerprint') {
    return held.fingerprint !== undefined && held.fingerprint === before.fingerprint;
  }
  if (!held.leaf || !before.leaf || !sameCertificate(held.leaf, before.leaf)) return false;
  if (held.chain === undefined || before.chain === undefined) return true;
  return chainMatches(before.chain, held.chain) !== 'different';
}
