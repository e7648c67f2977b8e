import { checkFault } from '../faults/check-fault.js';
import type { FaultSpec } from '../faults/fault-book.js';
import { type FaultMoment, WIRE_FAULT_KINDS, type WireFault } from '../faults/wire-fault.js';

/** Faults of the wire, and those in which ACM itself would have to misbehave. */
export type AcmFault =
  | WireFault
  /** This read is answered from the version before the current one; of tags, from those before; a list lacks the youngest. */
  | { readonly kind: 'stale-read' }
  /** The import is accepted, and the store then holds another certificate, with a key of its own. */
  | { readonly kind: 'wrong-certificate' }
  /** DescribeCertificate answers with this serial (hex with colons). */
  | { readonly kind: 'wrong-serial'; readonly serial?: string }
  /**
   * Another principal imports a certificate of its own into the ARN, before or after this call's effect; where
   * the call names none, into the youngest of the region.
   */
  | { readonly kind: 'second-writer'; readonly when?: FaultMoment }
  /** Tags of this call are not stored; on a re-import those that were there are lost. */
  | { readonly kind: 'drop-tags' };

const KINDS: readonly string[] = [
  ...WIRE_FAULT_KINDS,
  'stale-read',
  'wrong-certificate',
  'wrong-serial',
  'second-writer',
  'drop-tags',
] satisfies readonly AcmFault['kind'][];

export function isWireFault(fault: AcmFault): fault is WireFault {
  return WIRE_FAULT_KINDS.some((kind) => kind === fault.kind);
}

/**
 * A fault that came as JSON.
 * @throws TypeError that names what is wrong
 */
export function readAcmFault(value: unknown): FaultSpec<AcmFault> {
  checkFault(value, KINDS);
  // The kind decides about the other members, and each of them is optional or read leniently.
  return value as FaultSpec<AcmFault>;
}
