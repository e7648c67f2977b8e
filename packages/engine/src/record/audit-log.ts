import type { EpochMs } from '@certctl/plugin-api';
import type { OutcomeStatus } from '../outcome/outcome.js';

export type AuditEvent =
  | 'deploy'
  | 'rollback'
  | 'restore'
  | 'withdraw'
  | 'take-over'
  | 'undelete'
  | 'adoption'
  | 'recovery'
  | 'hold'
  | 'release'
  | 'key-destruction'
  | 'key-rotation'
  | 'key-abandonment'
  | 'compromise'
  /** The records were put back from a backup: what was done since is not among the rows. */
  | 'restore-store';

/** Target of rows that are about no single one, such as a change of the key-encryption key. */
export const EVERY_TARGET = '*';

/** One thing that was done or refused, for those who ask later. */
export interface AuditRow {
  readonly at: EpochMs;
  readonly event: AuditEvent;
  readonly deploymentId: string;
  readonly actor: string;
  readonly targetId: string;
  readonly targetType: string;
  readonly address?: string;
  readonly reference?: string;
  /** How the event ended; of a restore or withdrawal: `restored`, `withdrawn` or `also_failed`. */
  readonly outcome: OutcomeStatus | 'done';
  readonly serialBefore?: string;
  readonly serialAfter?: string;
  /** SHA-256 of the leaf that an act on keys is about. */
  readonly leaf?: string;
  readonly revision?: string;
  /** Code of the error that led to it. */
  readonly errorCode?: string;
  /** What the other fields do not say. */
  readonly note?: string;
}

/** Append-only. */
export interface AuditLog {
  append(row: AuditRow): Promise<void>;
}

export class MemoryAuditLog implements AuditLog {
  readonly #rows: AuditRow[] = [];

  async append(row: AuditRow): Promise<void> {
    this.#rows.push(row);
  }

  rows(): readonly AuditRow[] {
    return this.#rows;
  }
}
