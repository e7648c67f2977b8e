import type { EpochMs } from '@certctl/plugin-api';

export interface Lease {
  readonly address: string;
  /** The deployment that holds it. */
  readonly holder: string;
  readonly expiresAt: EpochMs;
}

/** Exclusive leases on addresses. Taking one never waits. */
export interface Leases {
  /** The lease, or who holds it. A lease that has expired is taken over. */
  acquire(address: string, holder: string, ttlMs: number): Promise<{ lease: Lease } | { heldBy: Lease }>;
  /** The lease with a later end; undefined when it was lost. */
  renew(lease: Lease, ttlMs: number): Promise<Lease | undefined>;
  release(lease: Lease): Promise<void>;
}
