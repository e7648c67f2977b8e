import { admit } from '@certctl/certificate';
import { CertctlError, type Clock, isPermissionMissing, type Material } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { Metrics } from '../observability/metrics.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Planner } from '../plan/planner.js';
import { asCertctlError } from './as-certctl-error.js';
import type { CallFactory } from './call-factory.js';
import type { CarryOut } from './carry-out.js';
import type { Closer } from './closer.js';
import type { Deployment, DeployRequest } from './deployment.js';
import { type GivenPrevious, readGivenPrevious } from './given-previous.js';
import type { LeaseSet } from './lease-set.js';
import type { OutcomeBuilder } from './outcome-builder.js';
import type { Recovery } from './recovery.js';
import { revisionOf } from './revision-of.js';
import type { Survey } from './survey.js';
import type { CheckedTarget, Located, TargetResolver } from './target-resolver.js';

/** Codes of errors that say "this may not be done", as against "this could not be done now". */
const REFUSALS = new Set(['several_matches', 'address_mismatch', 'target_invalid', 'plugin_invalid']);

interface Admitted {
  readonly checked: CheckedTarget;
  readonly material: Material;
  readonly given: GivenPrevious | undefined;
}

/** One deploy: admit, resolve, lease, inspect, plan; then what the plan holds. */
@injectable()
export class DeployFlow {
  constructor(
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.leaseSet) private readonly leases: LeaseSet,
    @inject(TOKENS.metrics) private readonly metrics: Metrics,
    @inject(TOKENS.calls) private readonly calls: CallFactory,
    @inject(TOKENS.resolver) private readonly resolver: TargetResolver,
    @inject(TOKENS.survey) private readonly survey: Survey,
    @inject(TOKENS.recovery) private readonly recovery: Recovery,
    @inject(TOKENS.planner) private readonly planner: Planner,
    @inject(TOKENS.carryOut) private readonly carryOut: CarryOut,
    @inject(TOKENS.closer) private readonly closer: Closer,
    @inject(TOKENS.outcome) private readonly outcome: OutcomeBuilder,
  ) {}

  async run(request: DeployRequest): Promise<Outcome> {
    let admitted: Admitted;
    try {
      admitted = await this.#admit(request);
    } catch (error) {
      return this.#endEarly('refused', asCertctlError(error, 'internal', request.target.id));
    }
    try {
      return await this.#underLease(request, admitted);
    } catch (error) {
      const known = asCertctlError(error, 'plugin_failed', request.target.id);
      const refused = REFUSALS.has(known.code) || isPermissionMissing(known);
      return this.#endEarly(refused ? 'refused' : 'failed', known);
    } finally {
      await this.leases.release();
      admitted.material.privateKey.destroy();
      admitted.given?.privateKey.destroy();
    }
  }

  async #admit(request: DeployRequest): Promise<Admitted> {
    const checked = await this.resolver.check(request.target);
    this.outcome.ofType(checked.plugin.type);
    this.metrics.expect(checked.plugin.type);
    const given = readGivenPrevious(request);
    const { material, findings } = admit(request, this.clock.now());
    this.outcome.sending(material.leaf);
    this.outcome.found(findings);
    return { checked, material, given };
  }

  async #underLease(request: DeployRequest, admitted: Admitted): Promise<Outcome> {
    const { material, given } = admitted;
    const located = await this.#locate(admitted);
    if ('busy' in located) return located.busy;
    const { resolved, findings, call } = located;
    this.outcome.found(findings);
    const snapshot = await this.survey.inspect(resolved, call);
    const plan = await this.planner.plan({
      resolved,
      material,
      snapshot,
      findings: this.outcome.findings,
      previous: given,
      acts: request.acts ?? {},
      call,
    });
    this.outcome.planned(plan);
    if (plan.verdict === 'refused') {
      const reasons = plan.findings.filter((finding) => finding.severity === 'refusal');
      return this.#endEarly(
        'refused',
        new CertctlError('plan_refused', reasons.map((finding) => finding.message).join('; '), {
          target: resolved.target.id,
          remedy: reasons.map((finding) => finding.remedy).join(' '),
        }),
      );
    }
    if (plan.verdict === 'unchanged') {
      await this.closer.endWithoutEntry(this.deployment, this.outcome, { status: 'unchanged' });
      const { observation } = snapshot;
      return this.outcome.build({
        status: 'unchanged',
        ...(observation.state === 'present' ? revisionOf(observation) : {}),
      });
    }
    return this.carryOut.run({
      plan,
      resolved,
      material,
      preImage: snapshot.observation,
      given,
      call,
    });
  }

  /**
   * The place of the target, with its leases held and nothing left open there. The lease on a fresh
   * target's own address comes before the search by provenance: of two deploys that both find nothing,
   * each would otherwise make a certificate.
   */
  async #locate({
    checked,
    given,
  }: Admitted): Promise<(Located & { readonly call: EngineCall }) | { readonly busy: Outcome }> {
    const forward = this.calls.forward(checked.plugin);
    for (;;) {
      const fresh = await this.resolver.resolve(checked, forward.during('resolve'));
      const call = forward.within(fresh.place.scope);
      this.outcome.at(fresh);
      let heldBy = await this.leases.take([fresh.place.address]);
      if (heldBy) return { busy: await this.#busy(heldBy.holder) };
      const found = await this.resolver.find(fresh, call.during('find'));
      this.outcome.at(found.resolved);
      heldBy = await this.leases.take([found.resolved.place.address]);
      if (heldBy) return { busy: await this.#busy(heldBy.holder) };
      const closed = await this.recovery.closeOpen(found.resolved, call, given);
      if (!closed) return { ...found, call };
      // What was closed may have given the target its address, so it is looked up again.
    }
  }

  async #busy(holder: string): Promise<Outcome> {
    const error = new CertctlError('lease_held', `deployment ${holder} is at work on the same certificate`, {
      target: this.deployment.target.id,
    });
    await this.closer.endWithoutEntry(this.deployment, this.outcome, {
      status: 'busy',
      errorCode: error.code,
    });
    return this.outcome.build({ status: 'busy', error, holder });
  }

  /** Ends a deploy that has sent no write. */
  async #endEarly(status: 'refused' | 'failed', error: CertctlError): Promise<Outcome> {
    await this.closer.endWithoutEntry(this.deployment, this.outcome, { status, errorCode: error.code });
    return this.outcome.build({ status, error });
  }
}
