import type { Lease, Leases } from '@certctl/engine';
import { CertctlError, type Clock } from '@certctl/plugin-api';
import type { Store } from '../store/store.js';
import { leaseAt, releaseFenced, releaseLease, renewFenced, renewLease, takeLease } from './lease-table.js';

/** A lease with its number: each holder of an address has a higher one than all holders before it. */
export interface FencedLease extends Lease {
  readonly fence: number;
}

/**
 * Leases among all processes that share the store. They end by the clock, which the processes must agree on. They
 * need not outlive the machine, whose processes hold them: they go to disk with what is done under them.
 */
export class DurableLeases implements Leases {
  readonly #store: Store;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(store: Store, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  async acquire(
    address: string,
    holder: string,
    ttlMs: number,
  ): Promise<{ lease: FencedLease } | { heldBy: FencedLease }> {
    return await this.#store.write(async (db) => {
      const now = this.#clock.now();
      const taken = await takeLease.first(db, { address, holder, now, expiresAt: now + ttlMs });
      if (taken) return { lease: { address, holder, expiresAt: taken.expires_at, fence: taken.fence } };
      const held = await leaseAt.first(db, { address });
      if (!held) throw new CertctlError('store_corrupt', `the lease on ${address} is neither free nor held`);
      return {
        heldBy: { address, holder: held.holder ?? '', expiresAt: held.expires_at, fence: held.fence },
      };
    }, 'log');
  }

  async renew(lease: Lease, ttlMs: number): Promise<FencedLease | undefined> {
    const { address, holder } = lease;
    const fence = fenceOf(lease);
    const renewed = await this.#store.write((db) => {
      const held = { address, holder, expiresAt: this.#clock.now() + ttlMs };
      return fence === undefined ? renewLease.first(db, held) : renewFenced.first(db, { ...held, fence });
    }, 'log');
    return renewed && { address, holder, expiresAt: renewed.expires_at, fence: renewed.fence };
  }

  async release({ address, holder, ...lease }: Lease): Promise<void> {
    const fence = fenceOf(lease);
    const held = { address, holder };
    await this.#store.write(
      (db) => (fence === undefined ? releaseLease.all(db, held) : releaseFenced.all(db, { ...held, fence })),
      'log',
    );
  }
}

/** The engine hands back the lease that it was given, so the number is there unless somebody made it anew. */
function fenceOf(lease: object): number | undefined {
  return 'fence' in lease && typeof lease.fence === 'number' ? lease.fence : undefined;
}
