import type { AnyStore, EpochMs, Place, Provenance, StorePlugin } from '@certctl/plugin-api';
import type { CheckedBinding, ResolvedBinding } from '../binding/resolved-binding.js';
import type { CallRecord } from '../outcome/call-record.js';
import type { Purpose } from '../outcome/purpose.js';
import type { Target } from '../target.js';

/** Something that is permitted for one deploy only, bound to what was planned. */
export interface Acts {
  /**
   * Overwrites a certificate that is not ours: the SHA-256 of the leaf that may be overwritten,
   * hexadecimal; where the service shows only serials, its serial. Any other leaf is still refused.
   */
  readonly takeOver?: string;
  /** Recovers a deleted name: the deletion that was planned, as the plan names it. No later one. */
  readonly undelete?: string;
}

/** What a caller asks for. PEM as text or bytes. */
export interface DeployRequest {
  readonly target: Target;
  /** The leaf, or the leaf with its chain, in any order. */
  readonly certificate: string | Uint8Array;
  readonly chain?: string | Uint8Array;
  readonly privateKey: string | Uint8Array;
  readonly passphrase?: string;
  /** Private key of the certificate that is held now, for a rollback when no other copy is kept. */
  readonly previousKey?: string | Uint8Array;
  readonly previousKeyPassphrase?: string;
  /** Chain of the certificate that is held now, for a service that does not show it. */
  readonly previousChain?: string | Uint8Array;
  readonly acts?: Acts;
  /** Who asked, for the audit. */
  readonly actor?: string;
  /** Cancels the deploy. What was sent by then is still brought to a known end. */
  readonly signal?: AbortSignal;
}

/** What a caller asks for who wants an earlier certificate back. */
export interface RollbackRequest {
  readonly target: Target;
  /** The deployment whose certificate is wanted; the one before what is held now, when left out. */
  readonly to?: string;
  /** Private key of the certificate that is wanted, when no copy is kept. */
  readonly previousKey?: string | Uint8Array;
  readonly previousKeyPassphrase?: string;
  readonly previousChain?: string | Uint8Array;
  readonly acts?: Acts;
  /** Who asked, for the audit. */
  readonly actor?: string;
  readonly signal?: AbortSignal;
}

/** One deploy, from request to outcome. */
export interface Deployment {
  readonly purpose: Purpose;
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly actor: string;
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly calls: CallRecord[];
}

/** A target with everything that its plugin makes of it. */
export interface ResolvedTarget {
  readonly target: Target;
  readonly plugin: StorePlugin;
  readonly store: AnyStore;
  readonly config: unknown;
  readonly provenance: Provenance;
  readonly bindings: readonly CheckedBinding[];
  readonly place: Place;
  /** Consumers that are pointed at it; none until they are needed and resolved. */
  readonly consumers: readonly ResolvedBinding[];
}
