import type { CertctlError, EpochMs, Finding, RecoveryStep } from '@certctl/plugin-api';
import type { ConsumerOutcome } from '../binding/consumer-outcome.js';
import type { Phase } from '../journal/journal.js';
import type { CallRecord } from '../outcome/call-record.js';
import type { CertificateBrief, Holds, OutcomeStatus, RollbackFailure } from '../outcome/outcome.js';
import type { Purpose } from '../outcome/purpose.js';
import type { RollbackClass } from '../plan/plan.js';

/** An error as it is kept: what `CertctlError.toJSON` gives. */
export type RecordedError = Pick<
  CertctlError,
  'code' | 'message' | 'remedy' | 'retryable' | 'operation' | 'failure'
>;

/** How a deploy that had not ended was brought to its end by a later one. */
export interface ClosedBy {
  readonly deploymentId: string;
  readonly at: EpochMs;
  /** How far the deploy had come. */
  readonly phase: Phase;
  readonly calls: readonly CallRecord[];
}

/** One deploy for those who ask later what happened. Plain data, nothing secret. */
export interface DeploymentRecord {
  readonly id: string;
  readonly purpose: Purpose;
  readonly target: { readonly id: string; readonly name: string; readonly type: string };
  readonly actor: string;
  readonly address?: string;
  readonly reference?: string;
  readonly startedAt: EpochMs;
  /** When its outcome was known; of one that a later deploy closed, when that was. */
  readonly endedAt: EpochMs;
  readonly status: OutcomeStatus;
  readonly before?: CertificateBrief;
  readonly incoming?: CertificateBrief;
  readonly revision?: string;
  readonly revisionReference?: string;
  readonly takenBack?: string;
  /** What could have been undone, as the plan said. */
  readonly rollback?: RollbackClass;
  readonly findings: readonly Finding[];
  readonly error?: RecordedError;
  /** Of a rollback that failed. */
  readonly rollbackError?: RecordedError;
  readonly holds?: Holds;
  readonly why?: RollbackFailure;
  readonly commands?: readonly RecoveryStep[];
  /** Of one that is not known. */
  readonly lastSeen?: Holds | 'unknown';
  /** Of one that found another at work. */
  readonly holder?: string;
  /** Of a target with bindings: what became of each consumer. */
  readonly consumers?: readonly ConsumerOutcome[];
  readonly calls: readonly CallRecord[];
  readonly closedBy?: ClosedBy;
}

/** Every deploy with its calls, refused ones too. */
export interface DeploymentRecords {
  /** Writes a record, or what has become of it since. */
  put(record: DeploymentRecord): Promise<void>;
  get(id: string): Promise<DeploymentRecord | undefined>;
  /** Newest first. */
  list(targetId: string, limit: number): Promise<readonly DeploymentRecord[]>;
}

/** Of what lives as long as its process, only the newest are kept. */
const MOST = 1_000;

export class MemoryDeploymentRecords implements DeploymentRecords {
  readonly #records = new Map<string, DeploymentRecord>();

  async put(record: DeploymentRecord): Promise<void> {
    this.#records.delete(record.id);
    this.#records.set(record.id, record);
    if (this.#records.size <= MOST) return;
    for (const [oldest] of this.#records) {
      this.#records.delete(oldest);
      break;
    }
  }

  async get(id: string): Promise<DeploymentRecord | undefined> {
    return this.#records.get(id);
  }

  async list(targetId: string, limit: number): Promise<readonly DeploymentRecord[]> {
    return [...this.#records.values()]
      .reverse()
      .filter(({ target }) => target.id === targetId)
      .sort((one, other) => other.startedAt - one.startedAt)
      .slice(0, limit);
  }
}
