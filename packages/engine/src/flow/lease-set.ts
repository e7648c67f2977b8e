import { CertctlError } from '@certctl/plugin-api';
import type { Lease, Leases } from '../lease/leases.js';

/** The leases of one deploy. */
export class LeaseSet {
  readonly #leases: Leases;
  readonly #holder: string;
  readonly #ttlMs: number;
  #held: Lease[] = [];

  constructor(leases: Leases, holder: string, ttlMs: number) {
    this.#leases = leases;
    this.#holder = holder;
    this.#ttlMs = ttlMs;
  }

  /**
   * Takes what is not held yet, in sorted order, so that two deploys of the same addresses meet at the first.
   * @returns undefined when all are held; otherwise the lease of the other deploy
   */
  async take(addresses: readonly string[]): Promise<Lease | undefined> {
    for (const address of [...new Set(addresses)].sort()) {
      if (this.#held.some((lease) => lease.address === address)) continue;
      const taken = await this.#leases.acquire(address, this.#holder, this.#ttlMs);
      if ('heldBy' in taken) return taken.heldBy;
      this.#held.push(taken.lease);
    }
    return undefined;
  }

  /**
   * Makes sure that the leases are still ours, and lengthens them: a deploy that was stopped past its lease
   * must not write again, for a successor may have begun.
   * @throws CertctlError `lease_lost`
   */
  async confirm(): Promise<void> {
    const renewed: Lease[] = [];
    for (const lease of this.#held) {
      const next = await this.#leases.renew(lease, this.#ttlMs);
      if (!next) throw new CertctlError('lease_lost', `the lease on ${lease.address} was lost`);
      renewed.push(next);
    }
    this.#held = renewed;
  }

  async release(): Promise<void> {
    const held = this.#held;
    this.#held = [];
    for (const lease of held) await this.#leases.release(lease);
  }
}
