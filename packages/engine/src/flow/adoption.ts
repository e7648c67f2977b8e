import { keyMatches } from '@certctl/certificate';
import { CertctlError, type Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import { briefOf } from '../outcome/brief.js';
import type { CertificateBrief } from '../outcome/outcome.js';
import { compromisedReason } from '../plan/findings.js';
import type { AuditLog } from '../record/audit-log.js';
import type { CompromisedLeaves } from '../record/compromised-leaves.js';
import type { Deployment } from './deployment.js';
import { type GivenPrevious, useGiven } from './given-previous.js';
import type { Survey } from './survey.js';
import type { CheckedTarget } from './target-resolver.js';

/** A key that was sealed for a certificate that was there before us. */
export interface Adopted {
  readonly address: string;
  readonly reference?: string;
  readonly held: CertificateBrief;
  /** Certificates of the chain that a rollback would send. */
  readonly chainLength: number;
}

/** Takes in the key of what is held now, so that the first deploy has a rollback. Writes to no service. */
@injectable()
export class Adoption {
  constructor(
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.survey) private readonly survey: Survey,
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.compromised) private readonly compromised: CompromisedLeaves,
    @inject(TOKENS.audit) private readonly audit: AuditLog,
  ) {}

  /** @throws CertctlError `nothing_held`, `leaf_compromised`, `key_mismatch`, `chain_unknown`, or the error of a call */
  async run(checked: CheckedTarget, given: GivenPrevious, call: EngineCall): Promise<Adopted> {
    const { resolved, snapshot } = await this.survey.look(checked, call);
    const { place, target, plugin } = resolved;
    const where = place.reference ?? place.address;
    const held = snapshot.bundle;
    if (!held || snapshot.observation.state !== 'present') {
      const why =
        snapshot.observation.state === 'present'
          ? 'does not show its certificate, which a key could be matched with'
          : 'holds no certificate that a key could belong to';
      throw new CertctlError('nothing_held', `${where} ${why}`, { target: target.id });
    }
    const mark = await this.compromised.find(held.leaf);
    if (mark) {
      throw new CertctlError('leaf_compromised', `the key is not kept: ${compromisedReason(mark)}`, {
        target: target.id,
      });
    }
    if (!keyMatches(given.privateKey, held.leaf)) {
      throw new CertctlError(
        'key_mismatch',
        `the key does not belong to the certificate that ${where} holds`,
        {
          target: target.id,
          remedy: `Give the key of ${held.leaf.subject}, serial ${held.leaf.serial}.`,
        },
      );
    }
    const shown = snapshot.observation.chain ? held.chain : undefined;
    const use = useGiven(given, held.leaf, shown, []);
    if ('unfit' in use) {
      throw new CertctlError('chain_unknown', `${where} does not show the chain of its certificate`, {
        target: target.id,
      });
    }
    try {
      await this.keeper.keepCurrent(place.address, use.bundle, use.privateKey, this.deployment.id);
    } finally {
      use.privateKey.destroy();
    }
    await this.audit.append({
      at: this.clock.now(),
      event: 'adoption',
      deploymentId: this.deployment.id,
      actor: this.deployment.actor,
      targetId: target.id,
      targetType: plugin.type,
      address: place.address,
      ...(place.reference === undefined ? {} : { reference: place.reference }),
      outcome: 'done',
      serialBefore: held.leaf.serial,
      serialAfter: held.leaf.serial,
    });
    return {
      address: place.address,
      ...(place.reference === undefined ? {} : { reference: place.reference }),
      held: briefOf(held.leaf),
      chainLength: use.bundle.chain.length,
    };
  }
}
