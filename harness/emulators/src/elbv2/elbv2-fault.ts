import { checkFault } from '../faults/check-fault.js';
import type { FaultSpec } from '../faults/fault-book.js';
import { type FaultMoment, WIRE_FAULT_KINDS, type WireFault } from '../faults/wire-fault.js';

/** Faults of the wire, and those in which Elastic Load Balancing itself would have to misbehave. */
export type Elbv2Fault =
  | WireFault
  /** This read is answered from the version of the listener before the current one; a list lacks the youngest. */
  | { readonly kind: 'stale-read' }
  /** The change is answered as done, and nothing has changed. */
  | { readonly kind: 'lost-write' }
  /** The change is accepted, and the listener then has another certificate as its default. */
  | { readonly kind: 'wrong-certificate' }
  /**
   * Another principal points the listener at a certificate of its own, before or after this call's effect;
   * where the call names none, the youngest of the region.
   */
  | { readonly kind: 'second-writer'; readonly when?: FaultMoment };

const KINDS: readonly string[] = [
  ...WIRE_FAULT_KINDS,
  'stale-read',
  'lost-write',
  'wrong-certificate',
  'second-writer',
] satisfies readonly Elbv2Fault['kind'][];

export function isWireFault(fault: Elbv2Fault): fault is WireFault {
  return WIRE_FAULT_KINDS.some((kind) => kind === fault.kind);
}

/**
 * A fault that came as JSON.
 * @throws TypeError that names what is wrong
 */
export function readElbv2Fault(value: unknown): FaultSpec<Elbv2Fault> {
  checkFault(value, KINDS);
  // The kind decides about the other members, and each of them is optional or read leniently.
  return value as FaultSpec<Elbv2Fault>;
}
