/** How long things may take, in milliseconds. */
export interface Timing {
  /** A whole deploy, up to the point where it has to be taken back. */
  readonly deployMs: number;
  /** Listing everything that a service holds. */
  readonly discoverMs: number;
  /** The way back has a deadline of its own, so that a deploy that ran out of time can still be undone. */
  readonly rollbackMs: number;
  /**
   * How long a lease on an address lasts before it has to be renewed, which a deploy at work does by itself.
   * What a dead deploy holds is free after that.
   */
  readonly leaseMs: number;
  /** One request. */
  readonly requestMs: number;
  /** How long a service may show the old certificate after an import. */
  readonly proveMs: number;
  readonly proveFirstIntervalMs: number;
  readonly proveLongestIntervalMs: number;
  /** How long after the last possible request a write is still waited for, before it counts as not applied. */
  readonly settleMs: number;
  /** Attempts at one request, the first included. */
  readonly attempts: number;
  readonly retryFirstMs: number;
  readonly retryLongestMs: number;
}

export const DEFAULT_TIMING: Timing = {
  deployMs: 300_000,
  discoverMs: 3_600_000,
  rollbackMs: 300_000,
  leaseMs: 90_000,
  requestMs: 30_000,
  proveMs: 60_000,
  proveFirstIntervalMs: 250,
  proveLongestIntervalMs: 5_000,
  settleMs: 10_000,
  attempts: 8,
  retryFirstMs: 250,
  retryLongestMs: 20_000,
};
