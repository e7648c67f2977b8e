import type { Clock, Finding, Present } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { PreviousMaterial } from '../flow/previous-material.js';
import { degradedFindings, type Obstacle, rollbackImpossible } from './findings.js';
import type { RollbackClass } from './plan.js';
import type { PlanInput } from './planner.js';

export interface WayBackAssessment {
  readonly class: RollbackClass;
  readonly findings: readonly Finding[];
}

/** Says what could be undone, by finding now what a rollback would send. */
@injectable()
export class WayBack {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.previousMaterial) private readonly previous: PreviousMaterial,
  ) {}

  async assess(input: PlanInput, present: Present | undefined): Promise<WayBackAssessment> {
    // Consumers were given nothing before, so taking the new revision out of service is the way back.
    if (!present || present.disabled) return { class: 'nothing-to-restore', findings: [] };
    const obstacle = this.#refusedAnyway(input, present);
    if (obstacle || !present.leaf) {
      return impossible(
        input,
        obstacle ?? {
          reason: 'the service does not show which certificate it holds, and the records do not know it',
        },
      );
    }
    const { resolved, material, previous: given } = input;
    const found = await this.previous.find(
      { resolved, held: { ...present, leaf: present.leaf }, given, incoming: material.chain },
      input.call,
    );
    const degraded = degradedFindings(resolved.plugin, found.degraded);
    if (found.from === 'nowhere') return impossible(input, found, degraded);
    found.privateKey.destroy();
    return { class: found.from, findings: degraded };
  }

  /** Why the service would not take the old certificate back, whoever had its key. */
  #refusedAnyway({ resolved, snapshot, material }: PlanInput, present: Present): Obstacle | undefined {
    const held = snapshot.bundle;
    if (!held) return undefined;
    if (held.leaf.notAfter <= this.clock.now()) {
      return { reason: `it expired on ${new Date(held.leaf.notAfter).toISOString()}` };
    }
    // The way back is an import like any other, so the service's own rules are asked about it too.
    const refusal = resolved.store
      .review({
        config: resolved.config,
        place: resolved.place,
        incoming: held,
        privateKeyBytes: 0,
        held: material,
        observation: present,
        tags: present.tags ?? {},
      })
      .find((finding) => finding.severity === 'refusal');
    return refusal && { reason: `the service would refuse it (${refusal.message})` };
  }
}

function impossible(
  { resolved }: PlanInput,
  obstacle: Obstacle,
  findings: readonly Finding[] = [],
): WayBackAssessment {
  const required = resolved.target.require_rollback === true;
  return { class: 'impossible', findings: [...findings, rollbackImpossible(obstacle, required)] };
}
