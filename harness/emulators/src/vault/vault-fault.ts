import { checkFault } from '../faults/check-fault.js';
import type { FaultSpec } from '../faults/fault-book.js';
import { type FaultMoment, WIRE_FAULT_KINDS, type WireFault } from '../faults/wire-fault.js';

/** Faults of the wire, and those in which Key Vault itself would have to misbehave. */
export type VaultFault =
  | WireFault
  /** This read of the latest version is answered from the version before. */
  | { readonly kind: 'stale-read' }
  /** The import is accepted, and the version then holds another certificate, with a key of its own. */
  | { readonly kind: 'wrong-certificate' }
  /** Another principal imports a certificate of its own under the name, before or after this call's effect. */
  | { readonly kind: 'second-writer'; readonly when?: FaultMoment }
  /** The tags of this call are not stored; an update loses those that were there. */
  | { readonly kind: 'drop-tags' }
  /** The policy of this call is not looked at. */
  | { readonly kind: 'drop-policy' };

const KINDS: readonly string[] = [
  ...WIRE_FAULT_KINDS,
  'stale-read',
  'wrong-certificate',
  'second-writer',
  'drop-tags',
  'drop-policy',
] satisfies readonly VaultFault['kind'][];

export function isWireFault(fault: VaultFault): fault is WireFault {
  return WIRE_FAULT_KINDS.some((kind) => kind === fault.kind);
}

/**
 * A fault that came as JSON.
 * @throws TypeError that names what is wrong
 */
export function readVaultFault(value: unknown): FaultSpec<VaultFault> {
  checkFault(value, KINDS);
  // The kind decides about the other members, and each of them is optional or read leniently.
  return value as FaultSpec<VaultFault>;
}
