import type { EpochMs } from './material.js';
import type { Logger } from './services.js';

/**
 * One deploy's access to a service. A plugin sends nothing except through `attempt`: there each request
 * is paced, journaled, counted, given a deadline, sorted by the plugin's `classify`, and repeated if it may be.
 */
export interface Call {
  /** Aborts when the deploy is cancelled or its deadline has passed. */
  readonly signal: AbortSignal;
  /** No request may be under way after this moment. */
  readonly deadline: EpochMs;
  readonly logger: Logger;
  /**
   * Sends one request of the operation, a name from the plugin's `permissions`.
   *
   * `send` may run more than once: throttled requests and broken reads are repeated. It must do nothing but
   * the request, hand the signal to the SDK, and let the SDK's error through.
   *
   * @throws CertctlError `service_*` with `failure` set; `call_undeclared` for an operation that the plugin
   * did not declare; `deadline_exceeded` or `cancelled`, when nothing was sent.
   */
  attempt<T>(operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Waits on the host's clock, for a state that the service needs time to reach. */
  wait(ms: number): Promise<void>;
}
