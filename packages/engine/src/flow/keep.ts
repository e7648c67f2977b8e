import { readCertificate } from '@certctl/certificate';
import type { CertctlError, Material, Observation } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Plan } from '../plan/plan.js';
import { asCertctlError } from './as-certctl-error.js';
import type { ResolvedTarget } from './deployment.js';
import { type GivenPrevious, useGiven } from './given-previous.js';

export interface KeepInput {
  readonly plan: Plan;
  readonly resolved: ResolvedTarget;
  readonly material: Material;
  readonly preImage: Observation;
  readonly given: GivenPrevious | undefined;
}

/** Keeps what a rollback will need, before anything is sent. */
@injectable()
export class Keep {
  constructor(@inject(TOKENS.keeper) private readonly keeper: KeyKeeper) {}

  /** @returns why nothing may be sent, if it could not be kept */
  async run(input: KeepInput, deploymentId: string): Promise<CertctlError | undefined> {
    const { plan, resolved, material } = input;
    const { address } = resolved.place;
    try {
      // Whoever has to go back after a crash has no caller to ask.
      if (plan.rollback === 'caller-key') await this.#keepGiven(input, deploymentId);
      await this.keeper.keepPending(address, material, material.privateKey, deploymentId);
      return undefined;
    } catch (error) {
      return asCertctlError(error, 'keeping_failed', resolved.target.id);
    }
  }

  async #keepGiven(input: KeepInput, deploymentId: string): Promise<void> {
    const { resolved, material, preImage, given } = input;
    if (preImage.state !== 'present' || !preImage.leaf || !given) return;
    const shown = preImage.chain?.map((der) => readCertificate(der));
    const use = useGiven(given, readCertificate(preImage.leaf), shown, material.chain);
    if ('unfit' in use) return;
    try {
      await this.keeper.keepCurrent(resolved.place.address, use.bundle, use.privateKey, deploymentId);
    } finally {
      use.privateKey.destroy();
    }
  }
}
