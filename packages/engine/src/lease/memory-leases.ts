import type { Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { Lease, Leases } from './leases.js';

/** Leases among the deploys of one process. */
@injectable()
export class MemoryLeases implements Leases {
  readonly #held = new Map<string, Lease>();

  constructor(@inject(TOKENS.clock) private readonly clock: Clock) {}

  async acquire(
    address: string,
    holder: string,
    ttlMs: number,
  ): Promise<{ lease: Lease } | { heldBy: Lease }> {
    const present = this.#held.get(address);
    if (present && present.holder !== holder && present.expiresAt > this.clock.now()) {
      return { heldBy: present };
    }
    const lease = { address, holder, expiresAt: this.clock.now() + ttlMs };
    this.#held.set(address, lease);
    return { lease };
  }

  async renew(lease: Lease, ttlMs: number): Promise<Lease | undefined> {
    if (this.#held.get(lease.address)?.holder !== lease.holder) return undefined;
    const renewed = { ...lease, expiresAt: this.clock.now() + ttlMs };
    this.#held.set(lease.address, renewed);
    return renewed;
  }

  async release(lease: Lease): Promise<void> {
    if (this.#held.get(lease.address)?.holder === lease.holder) this.#held.delete(lease.address);
  }
}
