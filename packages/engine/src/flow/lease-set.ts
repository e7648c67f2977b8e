import { CertctlError, type Clock, type EpochMs } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { Lease, Leases } from '../lease/leases.js';
import type { Deployment } from './deployment.js';

/** The leases of one deploy. They are short, and lengthened as the deploy goes on: those of a dead one end soon. */
@injectable()
export class LeaseSet {
  #held: Lease[] = [];

  constructor(
    @inject(TOKENS.leases) private readonly leases: Leases,
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
  ) {}

  /**
   * Takes what is not held yet, in sorted order, so that two deploys of the same addresses meet at the first.
   * @returns undefined when all are held; otherwise the lease of the other deploy
   */
  async take(addresses: readonly string[]): Promise<Lease | undefined> {
    for (const address of [...new Set(addresses)].sort()) {
      if (this.#held.some((lease) => lease.address === address)) continue;
      const taken = await this.leases.acquire(address, this.deployment.id, this.timing.leaseMs);
      if ('heldBy' in taken) return taken.heldBy;
      this.#held.push(taken.lease);
    }
    return undefined;
  }

  /**
   * Makes sure that the leases last until a request that is about to be sent can no longer be under way. A
   * service takes no fencing token: a request outside of its lease could land on top of a successor's.
   * @throws CertctlError `lease_lost`
   */
  async cover(until: EpochMs): Promise<void> {
    if (this.#held.every((lease) => lease.expiresAt >= until)) return;
    await this.#renew(Math.max(this.timing.leaseMs, until - this.clock.now()));
  }

  /**
   * Makes sure that the leases are still ours, and lengthens them: a deploy that was stopped past its lease
   * must not write again, for a successor may have begun.
   * @throws CertctlError `lease_lost`
   */
  async confirm(): Promise<void> {
    await this.#renew(this.timing.leaseMs);
  }

  async release(): Promise<void> {
    for (const lease of this.#held) await this.leases.release(lease);
    this.#held = [];
  }

  async #renew(ttlMs: number): Promise<void> {
    const renewed: Lease[] = [];
    for (const lease of this.#held) {
      const next = await this.leases.renew(lease, ttlMs);
      if (!next) {
        throw new CertctlError('lease_lost', `the lease on ${lease.address} was lost to another deployment`, {
          target: this.deployment.target.id,
        });
      }
      renewed.push(next);
    }
    this.#held = renewed;
  }
}
