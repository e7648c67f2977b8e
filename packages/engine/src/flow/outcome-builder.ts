import type { CertificateFacts, Clock, Finding } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { ConsumerOutcome } from '../binding/consumer-outcome.js';
import { TOKENS } from '../composition/tokens.js';
import { briefOf } from '../outcome/brief.js';
import type { CertificateBrief, Outcome } from '../outcome/outcome.js';
import type { Plan } from '../plan/plan.js';
import type { Deployment, ResolvedTarget } from './deployment.js';

type Distribute<T> = T extends Outcome ? Omit<T, keyof CommonOf> : never;
type CommonOf = Pick<
  Outcome,
  | 'deploymentId'
  | 'purpose'
  | 'target'
  | 'address'
  | 'reference'
  | 'startedAt'
  | 'endedAt'
  | 'findings'
  | 'calls'
  | 'plan'
  | 'consumers'
  | 'before'
  | 'incoming'
>;
/** An outcome without what all of them share. */
export type Ended = Distribute<Outcome>;

/** Gathers, as a deploy goes on, what its outcome will show. */
@injectable()
export class OutcomeBuilder {
  #type: string | undefined;
  #resolved: ResolvedTarget | undefined;
  #plan: Plan | undefined;
  #incoming: CertificateBrief | undefined;
  #consumers: readonly ConsumerOutcome[] | undefined;
  #findings: Finding[] = [];

  constructor(
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
  ) {}

  /** The plugin's own name of the type, whatever the target called it. */
  ofType(type: string): void {
    this.#type = type;
  }

  /** Type for metrics and audit: never a text that a caller made up. */
  get type(): string {
    return this.#type ?? 'unknown';
  }

  at(resolved: ResolvedTarget): void {
    this.#resolved = resolved;
  }

  get resolved(): ResolvedTarget | undefined {
    return this.#resolved;
  }

  sending(leaf: CertificateFacts): void {
    this.#incoming = briefOf(leaf);
  }

  get incoming(): CertificateBrief | undefined {
    return this.#incoming;
  }

  /** From here on the plan's findings are the outcome's. */
  planned(plan: Plan): void {
    this.#plan = plan;
    this.#findings = [...plan.findings];
  }

  get before(): CertificateBrief | undefined {
    return this.#plan?.holds;
  }

  reached(consumers: readonly ConsumerOutcome[]): void {
    if (consumers.length > 0) this.#consumers = consumers;
  }

  found(findings: readonly Finding[]): void {
    this.#findings.push(...findings);
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  build(ended: Ended): Outcome {
    const { deployment } = this;
    const place = this.#resolved?.place;
    const common: CommonOf = {
      deploymentId: deployment.id,
      purpose: deployment.purpose,
      target: {
        id: deployment.target.id,
        name: deployment.target.name ?? deployment.target.id,
        type: this.#type ?? deployment.target.type,
      },
      ...(place ? { address: place.address } : {}),
      ...(place?.reference === undefined ? {} : { reference: place.reference }),
      startedAt: deployment.startedAt,
      endedAt: this.clock.now(),
      findings: this.#findings,
      calls: deployment.calls,
      ...(this.#plan ? { plan: this.#plan } : {}),
      ...(this.#consumers ? { consumers: this.#consumers } : {}),
      ...(this.before ? { before: this.before } : {}),
      ...(this.#incoming ? { incoming: this.#incoming } : {}),
    };
    return { ...common, ...ended };
  }
}
