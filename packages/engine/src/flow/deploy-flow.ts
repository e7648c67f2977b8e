import { admit } from '@certctl/certificate';
import {
  CertctlError,
  type Clock,
  type EpochMs,
  isPermissionMissing,
  type Material,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { bindingRecords } from '../binding/binding-records.js';
import type { BindingSurvey } from '../binding/binding-survey.js';
import type { Pointing, PointingPlan } from '../binding/pointing-plan.js';
import type { ResolvedBinding } from '../binding/resolved-binding.js';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { Metrics } from '../observability/metrics.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Plan } from '../plan/plan.js';
import type { Planner } from '../plan/planner.js';
import { asCertctlError } from './as-certctl-error.js';
import type { CallFactory } from './call-factory.js';
import type { CarryOut } from './carry-out.js';
import type { Closer } from './closer.js';
import type { Acts, Deployment, DeployRequest, ResolvedTarget, RollbackRequest } from './deployment.js';
import { type GivenPrevious, readGivenPrevious } from './given-previous.js';
import type { Snapshot } from './held.js';
import type { LeaseSet } from './lease-set.js';
import { loopTurn } from './loop-turn.js';
import type { Ended, OutcomeBuilder } from './outcome-builder.js';
import type { PastMaterial } from './past-material.js';
import type { Recovery } from './recovery.js';
import { revisionOf } from './revision-of.js';
import type { Survey } from './survey.js';
import type { CheckedTarget, Located, TargetResolver } from './target-resolver.js';

/** Codes of errors that say "this may not be done", as against "this could not be done now". */
const REFUSALS = new Set([
  'several_matches',
  'address_mismatch',
  'target_invalid',
  'plugin_invalid',
  'rollback_unknown',
  'rollback_impossible',
  'certificate_expired',
]);

/** A request whose target is known to be right, and whose keys were read. */
interface Admitted {
  readonly checked: CheckedTarget;
  /** Key of what was held before. */
  readonly given: GivenPrevious | undefined;
  readonly acts: Acts;
  /** Whether consumers may be pointed back, with nothing sent to the store. */
  readonly mayPoint?: true;
  /** Those of what is to be held, where that is known beforehand. */
  readonly names?: readonly string[];
  /** What is to be held: known beforehand, or found once it is seen what is held now. */
  material(resolved: ResolvedTarget, snapshot: Snapshot, call: EngineCall): Promise<Material>;
}

/** One deploy: admit, resolve, lease, inspect, plan; then what the plan holds. */
@injectable()
export class DeployFlow {
  /** Destroyed at the end, however it comes. */
  readonly #keys: { destroy(): void }[] = [];

  constructor(
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.leaseSet) private readonly leases: LeaseSet,
    @inject(TOKENS.metrics) private readonly metrics: Metrics,
    @inject(TOKENS.calls) private readonly calls: CallFactory,
    @inject(TOKENS.resolver) private readonly resolver: TargetResolver,
    @inject(TOKENS.survey) private readonly survey: Survey,
    @inject(TOKENS.bindingSurvey) private readonly bindingSurvey: BindingSurvey,
    @inject(TOKENS.recovery) private readonly recovery: Recovery,
    @inject(TOKENS.pastMaterial) private readonly past: PastMaterial,
    @inject(TOKENS.pointingPlan) private readonly pointing: PointingPlan,
    @inject(TOKENS.planner) private readonly planner: Planner,
    @inject(TOKENS.carryOut) private readonly carryOut: CarryOut,
    @inject(TOKENS.closer) private readonly closer: Closer,
    @inject(TOKENS.outcome) private readonly outcome: OutcomeBuilder,
  ) {}

  /** Brings in what the request holds. */
  run(request: DeployRequest): Promise<Outcome> {
    return this.#toItsEnd(async () => {
      const admitted = await this.#check(request);
      const { material, findings } = admit(request, this.clock.now());
      this.#keys.push(material.privateKey);
      this.outcome.sending(material.leaf);
      this.outcome.found(findings);
      return { ...admitted, names: material.leaf.sans, material: async () => material };
    });
  }

  /** Brings back what was held before. */
  rollBack(request: RollbackRequest): Promise<Outcome> {
    return this.#toItsEnd(async () => {
      const admitted = await this.#check(request);
      const { to } = request;
      return {
        ...admitted,
        ...(to === undefined ? { mayPoint: true } : {}),
        material: async (resolved, snapshot, call) => {
          const input = { resolved, snapshot, to, given: admitted.given };
          const material = await this.past.find(input, call.during('find the past'));
          this.#keys.push(material.privateKey);
          this.outcome.sending(material.leaf);
          refuseExpired(material, this.clock.now());
          return material;
        },
      };
    });
  }

  async #check(
    request: Pick<
      DeployRequest,
      'target' | 'acts' | 'previousKey' | 'previousKeyPassphrase' | 'previousChain'
    >,
  ): Promise<Omit<Admitted, 'material'>> {
    const checked = await this.resolver.check(request.target);
    this.outcome.ofType(checked.plugin.type);
    this.metrics.expect(checked.plugin.type);
    const given = readGivenPrevious(request);
    if (given) this.#keys.push(given.privateKey);
    return { checked, given, acts: request.acts ?? {} };
  }

  async #toItsEnd(check: () => Promise<Admitted>): Promise<Outcome> {
    const { id } = this.deployment.target;
    await loopTurn();
    try {
      let admitted: Admitted;
      try {
        admitted = await check();
      } catch (error) {
        return await this.#endEarly('refused', asCertctlError(error, 'internal', id));
      }
      return await this.#underLease(admitted);
    } catch (error) {
      const known = asCertctlError(error, 'plugin_failed', id);
      const refused = REFUSALS.has(known.code) || isPermissionMissing(known);
      // Awaited here: while the leases are let go, a promise that nobody awaits would end the process.
      return await this.#endEarly(refused ? 'refused' : 'failed', known);
    } finally {
      await this.leases.release();
      for (const key of this.#keys) key.destroy();
    }
  }

  async #underLease(admitted: Admitted): Promise<Outcome> {
    const located = await this.#locate(admitted);
    if ('busy' in located) return located.busy;
    const { resolved, findings } = located;
    this.outcome.found(findings);
    const snapshot = await this.survey.inspect(resolved, located.call);
    const seen = await this.bindingSurvey.inspect(resolved, located.call);
    const call = located.call.expiring(snapshot.bundle?.leaf.notAfter);
    const pointing = admitted.mayPoint ? await this.pointing.of(resolved, snapshot, seen) : undefined;
    if (pointing) return this.#point(pointing, resolved, snapshot, call);
    const material = await admitted.material(resolved, snapshot, call);
    // Whoever goes back gives the key of what is wanted; the one that is held now is another.
    const given = this.deployment.purpose === 'deploy' ? admitted.given : undefined;
    const plan = await this.planner.plan({
      purpose: this.deployment.purpose,
      resolved,
      material,
      snapshot,
      seen,
      findings: this.outcome.findings,
      previous: given,
      acts: admitted.acts,
      call,
    });
    this.outcome.planned(plan);
    if (plan.verdict === 'refused') return this.#refuse(plan);
    const preImage = snapshot.observation;
    if (plan.verdict === 'unchanged') {
      const revision = preImage.state === 'present' ? revisionOf(preImage) : {};
      return this.#end({ status: 'unchanged', ...revision });
    }
    const bindings = bindingRecords(seen, plan);
    return this.carryOut.run({ plan, resolved, material, preImage, bindings, given, call });
  }

  /** A rollback that is a matter of the consumers alone. */
  #point(
    { plan, bindings, bundle, served }: Pointing,
    resolved: ResolvedTarget,
    { observation }: Snapshot,
    call: EngineCall,
  ): Promise<Outcome> {
    if (served) this.outcome.sending(served);
    this.outcome.planned(plan);
    if (plan.verdict === 'refused') return this.#refuse(plan);
    const input = { plan, resolved, bindings, material: bundle, preImage: observation, call };
    return this.carryOut.run({ ...input, given: undefined });
  }

  #refuse({ findings }: Plan): Promise<Outcome> {
    const reasons = findings.filter((finding) => finding.severity === 'refusal');
    return this.#endEarly(
      'refused',
      new CertctlError('plan_refused', reasons.map((finding) => finding.message).join('; '), {
        target: this.deployment.target.id,
        remedy: reasons.map((finding) => finding.remedy).join(' '),
      }),
    );
  }

  /**
   * The place of the target, with its leases held and nothing left open there. The lease on a fresh
   * target's own address comes before the search by provenance: of two deploys that both find nothing,
   * each would otherwise make a certificate.
   */
  async #locate({
    checked,
    given,
    names,
  }: Admitted): Promise<(Located & { readonly call: EngineCall }) | { readonly busy: Outcome }> {
    const forward = this.calls.forward(checked.plugin);
    for (;;) {
      const placed = await this.resolver.resolve(checked, forward.during('resolve'));
      const call = forward.within(placed.place.scope);
      const fresh = await this.resolver.consumers(placed, forward.during('resolve'));
      this.outcome.at(fresh);
      let heldBy = await this.leases.take([fresh.place.address, ...addressesOf(fresh.consumers)]);
      if (heldBy) return { busy: await this.#busy(heldBy.holder) };
      const found = await this.resolver.find(fresh, call.during('find'), names);
      this.outcome.at(found.resolved);
      heldBy = await this.leases.take([found.resolved.place.address]);
      if (heldBy) return { busy: await this.#busy(heldBy.holder) };
      const closed = await this.recovery.closeOpen(found.resolved, call, given);
      if (!closed) return { ...found, call };
      if ('heldBy' in closed) return { busy: await this.#busy(closed.heldBy.holder) };
      // What was closed may have given the target its address, so it is looked up again.
    }
  }

  async #busy(holder: string): Promise<Outcome> {
    const error = new CertctlError('lease_held', `deployment ${holder} is at work on the same certificate`, {
      target: this.deployment.target.id,
    });
    return this.#end({ status: 'busy', error, holder });
  }

  #endEarly(status: 'refused' | 'failed', error: CertctlError): Promise<Outcome> {
    return this.#end({ status, error });
  }

  /** Ends a deploy that has sent no write. */
  async #end(ended: Ended): Promise<Outcome> {
    const outcome = this.outcome.build(ended);
    await this.closer.endWithoutEntry(this.deployment, outcome, this.outcome.type);
    return outcome;
  }
}

function addressesOf(consumers: readonly ResolvedBinding[]): readonly string[] {
  return consumers.map(({ place }) => place.address);
}

/** A deploy is told so when its files are read; what comes out of the journal has no file. */
function refuseExpired({ leaf }: Material, now: EpochMs): void {
  if (leaf.notAfter > now) return;
  throw new CertctlError(
    'certificate_expired',
    `${leaf.subject}, serial ${leaf.serial}, expired at ${new Date(leaf.notAfter).toISOString()}`,
    {
      remedy:
        'It would take the site down. Name an earlier deployment with --to, or deploy a new certificate.',
    },
  );
}
