import {
  MANAGED_BY,
  MANUAL_RECOVERY,
  PROVENANCE_TAGS,
  type Provenance,
  type Tags,
} from '@certctl/plugin-api';
import type { KeptRecord } from '../keeper/key-keeper.js';

export interface OwnershipFacts {
  /** Whether the store has tags at all. */
  readonly hasTags: boolean;
  /** Undefined when they cannot be read. */
  readonly tags: Tags | undefined;
  /** SHA-256 of the held leaf, where it is known. */
  readonly fingerprint: string | undefined;
  readonly provenance: Provenance;
  /** Fingerprints of what we hold keys of at this address. */
  readonly kept: readonly string[];
  /** Whether a deploy of this target was committed at this address. */
  readonly committed: boolean;
  /** Whether what is held is the revision that an import of ours was given. */
  readonly madeHere: boolean;
}

/** Whether a certificate is ours to overwrite; otherwise why not. */
export type Ownership = { readonly ours: true } | { readonly ours: false; readonly why: string };

/** Fingerprints of what our deploys put there. A key that somebody gave us makes nothing ours. */
export function ours(kept: readonly KeptRecord[]): readonly string[] {
  return kept.filter((record) => record.origin === 'sent').map((record) => record.fingerprint);
}

/**
 * Ours: our provenance tags; or a leaf that we put there; or a revision that we made, whatever has become of it and of
 * its tags; or what an operator imported by hand, following the recovery commands, at an address that we had committed.
 */
export function ownershipOf(facts: OwnershipFacts): Ownership {
  const { tags, provenance } = facts;
  if (facts.fingerprint !== undefined && facts.kept.includes(facts.fingerprint)) return { ours: true };
  if (facts.madeHere) return { ours: true };
  if (tags === undefined) {
    const why = facts.hasTags ? 'its tags cannot be read, and ' : '';
    return { ours: false, why: `${why}this installation has no record of its leaf` };
  }
  const managedBy = tags[PROVENANCE_TAGS.managedBy];
  if (managedBy === MANUAL_RECOVERY && facts.committed) return { ours: true };
  if (managedBy === undefined) return { ours: false, why: `it has no tag ${PROVENANCE_TAGS.managedBy}` };
  if (managedBy !== MANAGED_BY) {
    return { ours: false, why: `its tag ${PROVENANCE_TAGS.managedBy} is ${JSON.stringify(managedBy)}` };
  }
  const instance = tags[PROVENANCE_TAGS.instance];
  if (instance !== provenance.instance) {
    return {
      ours: false,
      why: `it belongs to the installation ${JSON.stringify(instance ?? '')}, this one is ${JSON.stringify(provenance.instance)}`,
    };
  }
  const targetId = tags[PROVENANCE_TAGS.targetId];
  if (targetId !== provenance.targetId) {
    return { ours: false, why: `it belongs to the target ${JSON.stringify(targetId ?? '')}` };
  }
  return { ours: true };
}
