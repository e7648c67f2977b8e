import type { EpochMs, FailureClass } from '@certctl/plugin-api';

/** One request to a service, as it went. Never holds a body. */
export interface CallRecord {
  readonly operation: string;
  readonly effect: 'read' | 'write';
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** `ok`, or the class of the failure. */
  readonly result: 'ok' | FailureClass | 'cancelled';
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  readonly requestId?: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Part of the flow that asked for it. */
  readonly step: string;
}
