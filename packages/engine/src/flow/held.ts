import { chainMatches, readCertificate, sameCertificate } from '@certctl/certificate';
import type { CertificateBundle, Held, Observation, Present, StoreCapabilities } from '@certctl/plugin-api';
import type { Seen } from '../journal/decide.js';
import type { IncomingRecord } from '../journal/journal.js';

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

/** Sorts what a service shows against the two certificates that a deploy is about. */
export function seenOf(
  held: Held | 'absent',
  incoming: Wanted,
  preImage: Observation,
  proof: StoreCapabilities['proof'],
): Seen {
  if (held === 'absent') return preImage.state === 'present' ? 'gone' : 'previous';
  if (holds(held, incoming, proof)) return 'new';
  if (preImage.state === 'present' && isSame(held, preImage, proof)) return 'previous';
  return 'foreign';
}

/** Whether a service shows again what it showed before. */
export function isSame(held: Held, before: Present, proof: StoreCapabilities['proof']): boolean {
  if (proof === 'serial') return held.serial === before.serial;
  if (proof === 'fingerprint') return held.fingerprint === before.fingerprint;
  if (!held.leaf || !before.leaf || !sameCertificate(held.leaf, before.leaf)) return false;
  if (held.chain === undefined || before.chain === undefined) return true;
  return chainMatches(before.chain, held.chain) !== 'different';
}
