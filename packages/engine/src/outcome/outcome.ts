import type { CertctlError, EpochMs, Finding, RecoveryStep } from '@certctl/plugin-api';
import type { ConsumerOutcome } from '../binding/consumer-outcome.js';
import type { Plan } from '../plan/plan.js';
import type { CallRecord } from './call-record.js';
import type { Purpose } from './purpose.js';

/** A certificate in an outcome: enough to recognise it, nothing secret. */
export interface CertificateBrief {
  readonly subject: string;
  readonly serial: string;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
  /** SHA-256, lower-case hexadecimal. */
  readonly fingerprint: string;
}

interface Common {
  readonly deploymentId: string;
  readonly purpose: Purpose;
  readonly target: { readonly id: string; readonly name: string; readonly type: string };
  /** Absent when the target could not be resolved. */
  readonly address?: string;
  /** The vendor's identifier, as consumers take it. */
  readonly reference?: string;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly findings: readonly Finding[];
  readonly calls: readonly CallRecord[];
  readonly plan?: Plan;
  /** Of a target with bindings, once something was sent: what became of each consumer. */
  readonly consumers?: readonly ConsumerOutcome[];
  /** What was held before the deploy; absent when nothing was, or it is not known. */
  readonly before?: CertificateBrief;
  /** What was sent, or would have been. */
  readonly incoming?: CertificateBrief;
}

/** The new certificate is held, with its chain and tags: proven. */
export interface Deployed extends Common {
  readonly status: 'deployed';
  readonly revision?: string;
  /** The vendor's identifier of this revision alone; `reference` follows renewals. */
  readonly revisionReference?: string;
}
/** The service held exactly this already; no write was sent. */
export interface Unchanged extends Common {
  readonly status: 'unchanged';
  readonly revision?: string;
  readonly revisionReference?: string;
}
/** The plan forbade it; no write was sent. */
export interface Refused extends Common {
  readonly status: 'refused';
  readonly error: CertctlError;
}
/** An error; it was observed that nothing changed. */
export interface Failed extends Common {
  readonly status: 'failed';
  readonly error: CertctlError;
}
/** Somebody else is at work on the same certificate. */
export interface Busy extends Common {
  readonly status: 'busy';
  readonly error: CertctlError;
  readonly holder: string;
}
/** The previous certificate is back with its own key: proven. */
export interface Restored extends Common {
  readonly status: 'restored';
  /** Revision under which the previous certificate is held now. */
  readonly revision?: string;
  readonly revisionReference?: string;
  /** Revision that the deploy had made; disabled, unless a finding says otherwise. */
  readonly takenBack?: string;
  /** Why the deploy had to be taken back. */
  readonly error: CertctlError;
}
/** There was none before; what the deploy made is gone: proven. */
export interface Withdrawn extends Common {
  readonly status: 'withdrawn';
  /** Revision that the deploy had made and that is disabled now, in a store that keeps revisions. */
  readonly revision?: string;
  readonly revisionReference?: string;
  readonly error: CertctlError;
}
/** What a service was last seen to hold. */
export type Holds = 'previous' | 'new' | 'foreign' | 'disabled' | 'absent';

export type RollbackFailure =
  | 'restore_failed'
  | 'nothing_to_restore'
  | 'no_key'
  /** The previous certificate was marked compromised, and must not come back. */
  | 'compromised'
  | 'no_permission'
  /** Somebody else wrote in the meantime; their certificate was left alone. */
  | 'foreign_writer';

/** The deploy failed and could not be taken back. */
export interface AlsoFailed extends Common {
  readonly status: 'also_failed';
  /** Why the deploy had to be taken back. */
  readonly error: CertctlError;
  readonly holds: Holds;
  readonly why: RollbackFailure;
  /** What the rollback itself ran into. */
  readonly rollbackError?: CertctlError;
  readonly commands: readonly RecoveryStep[];
}
/** Possibly written, and cannot be observed now. The journal entry stays open; a later deploy closes it. */
export interface Unresolved extends Common {
  readonly status: 'unresolved';
  readonly error: CertctlError;
  readonly lastSeen: Holds | 'unknown';
}

/** How a deploy ended. `failed` and `restored` are said only of what was observed. */
export type Outcome =
  | Deployed
  | Unchanged
  | Refused
  | Failed
  | Busy
  | Restored
  | Withdrawn
  | AlsoFailed
  | Unresolved;

export type OutcomeStatus = Outcome['status'];

/** True for the outcomes that count as success: the wanted certificate is held. */
export function succeeded(status: OutcomeStatus): boolean {
  return status === 'deployed' || status === 'unchanged';
}

/** What a person reads on the screen. */
export const OUTCOME_TITLES = {
  deployed: 'DEPLOYED',
  unchanged: 'NOTHING TO DO',
  refused: 'REFUSED',
  failed: 'NOT CHANGED (error)',
  busy: 'BUSY',
  restored: 'RESTORED (old certificate held)',
  withdrawn: 'WITHDRAWN',
  also_failed: 'ROLLBACK FAILED',
  unresolved: 'UNKNOWN',
} as const satisfies Record<OutcomeStatus, string>;
