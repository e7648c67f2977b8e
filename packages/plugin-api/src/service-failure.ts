/**
 * What a failed call means for what happens next.
 * - `throttled`: not carried out, try later
 * - `refused`: not carried out, and will not be (permission, validation, quota that does not refill)
 * - `absent`: the service says that the thing does not exist
 * - `conflict`: somebody or something else holds the thing in another state
 * - `uncertain`: it may have been carried out
 * - `broken`: no usable answer (5xx, reset, HTML). On a write the engine takes this for `uncertain`.
 */
export type FailureClass = 'throttled' | 'refused' | 'absent' | 'conflict' | 'uncertain' | 'broken';

/** A failed call, sorted by the plugin. */
export interface ServiceFailure {
  readonly class: FailureClass;
  /** The vendor's own code (`ThrottlingException`, `ObjectIsDeletedButRecoverable`, `ECONNRESET`). */
  readonly code: string;
  /** The vendor's message. The engine redacts it before anybody sees it. */
  readonly message: string;
  /** True when the reason of a `refused` is a missing permission rather than the request itself. */
  readonly permission?: boolean;
  readonly status?: number;
  readonly requestId?: string;
  /** What the service asked for (Retry-After), in milliseconds. */
  readonly retryAfterMs?: number;
}
