import type { Lease, Leases } from '@certctl/engine';
import type { Clock } from '@certctl/plugin-api';
import type { Store } from '../store/store.js';

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
      // One statement decides, so that two takers cannot both have seen the lease free.
      const taken = await db
        .insertInto('lease')
        .values({ address, holder, expires_at: now + ttlMs, fence: 1 })
        .onConflict((conflict) =>
          conflict
            .column('address')
            .doUpdateSet((present) => ({
              holder,
              expires_at: now + ttlMs,
              // A holder that takes its own lease again is not a second one.
              fence: present
                .case()
                .when('lease.holder', '=', holder)
                .then(present.ref('lease.fence'))
                .else(present('lease.fence', '+', 1))
                .end(),
            }))
            .where((present) =>
              present.or([
                present('lease.holder', 'is', null),
                present('lease.holder', '=', holder),
                present('lease.expires_at', '<=', now),
              ]),
            ),
        )
        .returning(['expires_at', 'fence'])
        .executeTakeFirst();
      if (taken) return { lease: { address, holder, expiresAt: taken.expires_at, fence: taken.fence } };
      const held = await db
        .selectFrom('lease')
        .select(['holder', 'expires_at', 'fence'])
        .where('address', '=', address)
        .executeTakeFirstOrThrow();
      return {
        heldBy: { address, holder: held.holder ?? '', expiresAt: held.expires_at, fence: held.fence },
      };
    }, 'log');
  }

  async renew(lease: Lease, ttlMs: number): Promise<FencedLease | undefined> {
    const { address, holder } = lease;
    const fence = fenceOf(lease);
    const renewed = await this.#store.write(
      (db) =>
        db
          .updateTable('lease')
          .set({ expires_at: this.#clock.now() + ttlMs })
          .where('address', '=', address)
          .where('holder', '=', holder)
          .$if(fence !== undefined, (query) => query.where('fence', '=', fence ?? 0))
          .returning(['expires_at', 'fence'])
          .executeTakeFirst(),
      'log',
    );
    return renewed && { address, holder, expiresAt: renewed.expires_at, fence: renewed.fence };
  }

  async release(lease: Lease): Promise<void> {
    const fence = fenceOf(lease);
    await this.#store.write(
      (db) =>
        db
          .updateTable('lease')
          .set({ holder: null, expires_at: 0 })
          .where('address', '=', lease.address)
          .where('holder', '=', lease.holder)
          .$if(fence !== undefined, (query) => query.where('fence', '=', fence ?? 0))
          .execute(),
      'log',
    );
  }
}

/** The engine hands back the lease that it was given, so the number is there unless somebody made it anew. */
function fenceOf(lease: Lease): number | undefined {
  return 'fence' in lease && typeof lease.fence === 'number' ? lease.fence : undefined;
}
