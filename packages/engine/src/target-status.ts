import type { Deleted, EpochMs, Finding, KeyAlgorithm, Tags } from '@certctl/plugin-api';
import type { Shown } from './flow/shown.js';
import type { KeptRecord } from './keeper/key-keeper.js';
import type { CertificateBrief } from './outcome/outcome.js';
import type { Ownership } from './plan/ownership.js';
import type { Hold, RestoredHold } from './record/holds.js';

/** What a consumer of a target uses now. */
export interface ConsumerStatus {
  readonly title: string;
  readonly type: string;
  readonly address: string;
  readonly state: 'present' | 'absent';
  /** References that it uses. */
  readonly uses: readonly string[];
  /** Whether the certificate of the target is among them. */
  readonly bound: boolean;
  /** What it serves, where that could be told. */
  readonly serves?: CertificateBrief;
  /** Why its endpoint could not be asked. */
  readonly unreachable?: string;
}

/** What is held at a target now, as far as the service and our own records tell. */
export interface TargetStatus {
  readonly target: { readonly id: string; readonly name: string; readonly type: string };
  readonly address: string;
  readonly reference?: string;
  readonly state: 'present' | 'absent' | 'deleted';
  readonly held?: CertificateBrief & {
    readonly sans: readonly string[];
    readonly keyAlgorithm: KeyAlgorithm | `other:${string}`;
    readonly issuer: string;
    /** Undefined when the service does not show the chain. */
    readonly chainLength: number | undefined;
  };
  /** In its place, where something is held of which neither the service nor the journal tells what. */
  readonly shows?: Shown;
  readonly tags?: Tags;
  /** The service's own word for its state. */
  readonly status?: string;
  readonly revision?: string;
  readonly revisionReference?: string;
  /** Whether what is held is given to consumers. */
  readonly disabled?: true;
  /** Of a deleted name: which deletion, and whether and until when it can be undone. */
  readonly deleted?: Omit<Deleted, 'state' | 'leaf' | 'tags'>;
  readonly importedAt?: EpochMs;
  readonly usedBy?: readonly string[];
  /** Absent when the target has no bindings. */
  readonly consumers?: readonly ConsumerStatus[];
  readonly ownership?: Ownership;
  readonly kept: readonly KeptRecord[];
  readonly hold?: Hold;
  /** Set while the records of the target are those of a backup, and nobody has released it. */
  readonly restored?: RestoredHold;
  readonly findings: readonly Finding[];
}

/**
 * - `in_sync`: the expected leaf is held
 * - `drifted`: another leaf is held
 * - `absent`: nothing is held
 * - `not_bound`: the expected leaf is held, and a consumer of the target does not use it
 * - `not_recorded`: there is nothing to compare with: no certificate was given, and none was deployed from here; or
 *   the service shows only the serial of what it holds, and the records do not know it
 */
export type VerificationResult = 'in_sync' | 'drifted' | 'absent' | 'not_bound' | 'not_recorded';

export interface Verification {
  readonly result: VerificationResult;
  /** SHA-256 of the leaf that should be held, lower-case hexadecimal. */
  readonly expected?: string;
  readonly status: TargetStatus;
}
