import type { EpochMs, Finding, Tags } from '@certctl/plugin-api';
import type { CertificateBrief } from '../outcome/outcome.js';

/**
 * What is left when a deploy goes wrong.
 * - `exact`: the service gives the key back, or no key is needed
 * - `kept-key`: the previous key is in the key store
 * - `caller-key`: the caller gave the previous key with the deploy
 * - `nothing-to-restore`: nothing is held before; what is made can be removed
 * - `impossible`: the previous key is not to be had, or the service would refuse it
 */
export type RollbackClass = 'exact' | 'kept-key' | 'caller-key' | 'nothing-to-restore' | 'impossible';

export type PlanStep =
  /** The deletion that would be undone. */
  | { readonly kind: 'undelete'; readonly deletion: string }
  | { readonly kind: 'import'; readonly mode: 'fresh' | 'in-place' | 'new-version' }
  /** Tags that are missing or differ now. After an in-place import the diff is made again. */
  | { readonly kind: 'tag'; readonly set: Tags };

/** What a deploy would do, made without a write. */
export interface Plan {
  readonly verdict: 'unchanged' | 'changes' | 'refused';
  readonly address: string;
  readonly reference?: string;
  readonly steps: readonly PlanStep[];
  readonly findings: readonly Finding[];
  readonly rollback: RollbackClass;
  readonly holds?: CertificateBrief;
  readonly incoming: CertificateBrief;
  /** All tags that the certificate shall carry. */
  readonly tags: Tags;
  readonly usedBy?: readonly string[];
  readonly plannedAt: EpochMs;
}
