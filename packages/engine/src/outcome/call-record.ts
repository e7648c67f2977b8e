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
  /** As the service answered with it: the vendor's records of who wrote have the same. */
  readonly requestId?: string;
  /** As we had chosen it, where the service takes one: known even when the answer was lost. */
  readonly clientRequestId?: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Part of the flow that asked for it. */
  readonly step: string;
}
