import type { Bound, Finding, Material } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { ResolvedTarget } from '../flow/deployment.js';
import type { Journal } from '../journal/journal.js';
import type { Purpose } from '../outcome/purpose.js';
import { degradedFindings } from '../plan/findings.js';
import type { PlannedConsumer, PlanStep } from '../plan/plan.js';
import { renewalFindings } from '../plan/renewal-rules.js';
import {
  consumerAbsent,
  consumerKeepsIt,
  consumerLeafUnknown,
  endpointUnreachable,
} from './binding-findings.js';
import type { SeenBinding } from './binding-survey.js';

/** How many deployments are looked through for certificates of ours that a consumer may still have. */
const MOST = 100;

export interface BindingPlanInput {
  readonly purpose: Purpose;
  readonly resolved: ResolvedTarget;
  readonly material: Material;
  readonly seen: readonly SeenBinding[];
  /** Whether the store will be sent the material. */
  readonly imports: boolean;
}

export interface BindingPlan {
  readonly steps: readonly PlanStep[];
  readonly findings: readonly Finding[];
  readonly consumers: readonly PlannedConsumer[];
}

/** Says what the consumers of a target would be told, and what speaks against it. */
@injectable()
export class BindingPlanner {
  constructor(@inject(TOKENS.journal) private readonly journal: Journal) {}

  async plan(input: BindingPlanInput): Promise<BindingPlan> {
    if (input.seen.length === 0) return { steps: [], findings: [], consumers: [] };
    const reference = referenceAfter(input);
    const old = await this.#old(input, reference);
    const steps: PlanStep[] = [];
    const findings: Finding[] = [];
    const consumers: PlannedConsumer[] = [];
    for (const seen of input.seen) {
      const { consumer, observation } = seen;
      const { title, address, slot } = consumer.place;
      if (observation.state === 'absent') {
        findings.push(consumerAbsent(consumer.place));
        continue;
      }
      const { references: uses } = observation;
      const binds = reference === undefined || !uses.includes(reference);
      const superseded = slot === 'many' ? uses.filter((one) => old.has(one)) : [];
      if (binds) {
        const from = slot === 'one' ? uses[0] : undefined;
        const to = reference === undefined ? {} : { to: reference };
        steps.push({ kind: 'bind', consumer: title, ...(from === undefined ? {} : { from }), ...to });
      }
      for (const one of superseded) steps.push({ kind: 'detach', consumer: title, reference: one });
      consumers.push({ title, type: consumer.plugin.type, address, uses, binds, superseded });
      findings.push(...findingsOf(input, seen, observation, reference, binds));
    }
    return { steps, findings, consumers };
  }

  /** Certificates that earlier deploys of the target have put in use: ours by our own journal, and nobody else's. */
  async #old({ resolved }: BindingPlanInput, reference: string | undefined): Promise<ReadonlySet<string>> {
    const closed = await this.journal.history(resolved.target.id, MOST);
    const used = closed
      .filter(({ status }) => status === 'deployed' || status === 'also_failed')
      .flatMap(({ entry }) => (entry.reference === undefined ? [] : [entry.reference]));
    return new Set(used.filter((one) => one !== reference));
  }
}

/** The reference that the consumers shall use; undefined when it is yet to be made. */
function referenceAfter({ resolved, imports }: BindingPlanInput): string | undefined {
  const isMade = imports && resolved.plugin.capabilities.rotation === 'replaces';
  return isMade ? undefined : resolved.place.reference;
}

function findingsOf(
  { purpose, resolved, material, imports }: BindingPlanInput,
  { consumer, serves, unknown }: SeenBinding,
  observation: Bound,
  reference: string | undefined,
  binds: boolean,
): Finding[] {
  const { binding, config, place, plugin } = consumer;
  const findings = degradedFindings(plugin, observation.degraded);
  if (!binds && !imports) return findings;
  findings.push(
    ...binding.review({
      ...{ place, config, observation, incoming: material, binds },
      ...(reference === undefined ? {} : { reference }),
    }),
  );
  if (observation.unreachable !== undefined) {
    findings.push(endpointUnreachable(place, observation.unreachable));
  }
  if (!binds || place.slot === 'many') return findings;
  if (!plugin.capabilities.unbinds && observation.references.length === 0) {
    findings.push(consumerKeepsIt(place));
  }
  if (unknown !== undefined) {
    findings.push(consumerLeafUnknown(place, observation.references[0] ?? 'a certificate', unknown));
  }
  if (serves && purpose === 'deploy') {
    const rules = renewalFindings(resolved.target, material, { leaf: serves, chain: [] });
    const about = rules.filter(({ code }) => code === 'san_removed' || code === 'older_than_held');
    findings.push(...about.map((rule) => ({ ...rule, message: `${place.title}: ${rule.message}` })));
  }
  return findings;
}
