import type { EpochMs, Finding, Tags } from '@certctl/plugin-api';
import type { Shown } from '../flow/shown.js';
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
  | { readonly kind: 'import'; readonly mode: 'fresh' | 'in-place' | 'new-version' | 'replacement' }
  /** Tags that are missing or differ now. After an in-place import the diff is made again. */
  | { readonly kind: 'tag'; readonly set: Tags }
  /** A consumer is pointed at the certificate. Without `to`, the certificate is yet to be made. */
  | { readonly kind: 'bind'; readonly consumer: string; readonly from?: string; readonly to?: string }
  /** A superseded certificate of ours is taken from a consumer. */
  | { readonly kind: 'detach'; readonly consumer: string; readonly reference: string };

/** A consumer of the target, as the plan found it. */
export interface PlannedConsumer {
  readonly title: string;
  readonly type: string;
  readonly address: string;
  /** References that it uses now. */
  readonly uses: readonly string[];
  /** Whether it would be pointed at the certificate; otherwise it uses it already. */
  readonly binds: boolean;
  /** Certificates of ours that would be taken from it afterwards. */
  readonly superseded: readonly string[];
}

/** What a deploy would do, made without a write. */
export interface Plan {
  readonly verdict: 'unchanged' | 'changes' | 'refused';
  readonly address: string;
  readonly reference?: string;
  readonly steps: readonly PlanStep[];
  readonly findings: readonly Finding[];
  readonly rollback: RollbackClass;
  readonly holds?: CertificateBrief;
  /** In its place, where something is held of which neither the service nor the journal tells what. */
  readonly shows?: Shown;
  readonly incoming: CertificateBrief;
  /** All tags that the certificate shall carry. */
  readonly tags: Tags;
  readonly usedBy?: readonly string[];
  /** Absent when the target has no bindings. */
  readonly consumers?: readonly PlannedConsumer[];
  readonly plannedAt: EpochMs;
}
