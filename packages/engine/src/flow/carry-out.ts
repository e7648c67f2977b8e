import type { CertctlError, Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { JournalEntry } from '../journal/journal.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Plan } from '../plan/plan.js';
import type { AuditLog } from '../record/audit-log.js';
import { recordOf } from '../record/record-of.js';
import { asCertctlError } from './as-certctl-error.js';
import type { CallFactory } from './call-factory.js';
import type { Closer } from './closer.js';
import type { Deployment, ResolvedTarget } from './deployment.js';
import type { Forward, ForwardResult } from './forward.js';
import { wantedOf } from './held.js';
import type { Keep, KeepInput } from './keep.js';
import type { LeaseSet } from './lease-set.js';
import type { Ended, OutcomeBuilder } from './outcome-builder.js';
import type { Progress } from './progress.js';
import { recoveryCommands } from './recovery-commands.js';
import { revisionOf } from './revision-of.js';
import type { Rollback } from './rollback.js';
import type { RollbackResult } from './rollback-result.js';
import type { Undelete, UndeleteResult } from './undelete.js';

/** Does what the plan holds: keep, import, tag, prove, commit; or back. */
@injectable()
export class CarryOut {
  constructor(
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.calls) private readonly calls: CallFactory,
    @inject(TOKENS.leaseSet) private readonly leases: LeaseSet,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.audit) private readonly audit: AuditLog,
    @inject(TOKENS.forward) private readonly forward: Forward,
    @inject(TOKENS.rollback) private readonly rollback: Rollback,
    @inject(TOKENS.undelete) private readonly undelete: Undelete,
    @inject(TOKENS.keep) private readonly keep: Keep,
    @inject(TOKENS.closer) private readonly closer: Closer,
    @inject(TOKENS.outcome) private readonly outcome: OutcomeBuilder,
  ) {}

  async run(input: KeepInput): Promise<Outcome> {
    const entry = await this.progress.open(this.#newEntry(input));
    try {
      await this.#recordActs(input);
      const kept = await this.keep.run(input, entry.id);
      return kept
        ? await this.#end(input, { status: 'failed', error: kept })
        : await this.#send(input, entry);
    } catch (error) {
      return this.#unknown(input, error);
    }
  }

  /**
   * The journal or a plugin failed in a way of which nothing is known. The entry stays open for the next
   * deploy to close; if not even that could be recorded, the outcome still says so.
   */
  async #unknown(input: KeepInput, cause: unknown): Promise<Outcome> {
    const error = asCertctlError(cause, 'internal', input.resolved.target.id);
    const ended: Ended = { status: 'unresolved', error, lastSeen: 'unknown' };
    try {
      return await this.#end(input, ended);
    } catch (recordError) {
      input.call.logger.error('the end of a deploy could not be recorded', {
        deploymentId: this.deployment.id,
        error: asCertctlError(recordError, 'internal', input.resolved.target.id),
      });
      return this.outcome.build(ended);
    }
  }

  #newEntry({ plan, resolved, material, preImage, bindings }: KeepInput): JournalEntry {
    const { id, actor, purpose } = this.deployment;
    const imports = plan.steps.some((step) => step.kind === 'import');
    const isPresent = preImage.state === 'present';
    const replaces = imports && isPresent && resolved.plugin.capabilities.rotation === 'replaces';
    return {
      id,
      actor,
      purpose,
      targetId: resolved.target.id,
      targetType: resolved.plugin.type,
      addresses: [resolved.place.address],
      ...(resolved.place.reference === undefined ? {} : { reference: resolved.place.reference }),
      phase: 'opened',
      openedAt: this.deployment.startedAt,
      incoming: wantedOf(material),
      fresh: resolved.place.reference === undefined || replaces,
      ...(replaces ? { replaces: resolved.place } : {}),
      ...(bindings.length > 0 ? { bindings } : {}),
      imports,
      preImage,
      tags: resolved.plugin.capabilities.tags === 'none' ? {} : plan.tags,
      inFlightUntil: this.clock.now(),
      owner: id,
    };
  }

  async #recordActs({ plan, resolved }: KeepInput): Promise<void> {
    const tookOver = plan.findings.some((finding) => finding.code === 'taken_over');
    const undeletes = plan.steps.some((step) => step.kind === 'undelete');
    if (tookOver) await this.#recordAct('take-over', plan, resolved);
    if (undeletes) await this.#recordAct('undelete', plan, resolved);
  }

  async #recordAct(event: 'take-over' | 'undelete', plan: Plan, resolved: ResolvedTarget): Promise<void> {
    await this.audit.append({
      at: this.clock.now(),
      event,
      deploymentId: this.deployment.id,
      actor: this.deployment.actor,
      targetId: resolved.target.id,
      targetType: resolved.plugin.type,
      address: resolved.place.address,
      outcome: 'done',
      ...(plan.holds ? { serialBefore: plan.holds.serial } : {}),
    });
  }

  async #send(input: KeepInput, entry: JournalEntry): Promise<Outcome> {
    const { resolved, material, preImage, call } = input;
    const rescue = () => this.calls.rescue(resolved);
    let present = preImage.state === 'present' ? preImage : undefined;
    if (preImage.state === 'deleted') {
      const undeleted = await this.undelete.run(resolved, preImage, call, rescue);
      if (undeleted.end !== 'recovered') return this.#stopped(input, undeleted);
      present = undeleted.present;
    }
    const { privateKey } = material;
    const result =
      entry.imports && privateKey
        ? await this.forward.import(
            resolved,
            { ...material, privateKey },
            entry,
            present?.attributes,
            call,
            rescue,
          )
        : await this.forward.finish(resolved, entry, undefined, call);
    if (result.end === 'proven') {
      this.outcome.at(result.resolved);
      this.outcome.found(result.findings);
      this.outcome.reached(result.consumers);
      return this.#end(
        { ...input, resolved: result.resolved },
        { status: 'deployed', ...revisionOf(result) },
      );
    }
    return this.#stopped(input, result);
  }

  async #stopped(
    input: KeepInput,
    result: Exclude<UndeleteResult, { end: 'recovered' }> | Exclude<ForwardResult, { end: 'proven' }>,
  ): Promise<Outcome> {
    const { error } = result;
    switch (result.end) {
      case 'unchanged':
        return this.#end(input, { status: 'failed', error });
      case 'back': {
        const resolved = 'resolved' in result ? result.resolved : input.resolved;
        this.outcome.at(resolved);
        return this.#back({ ...input, resolved }, error);
      }
      case 'foreign': {
        const at = { ...input, resolved: 'resolved' in result ? result.resolved : input.resolved };
        this.outcome.at(at.resolved);
        return this.#end(at, {
          status: 'also_failed',
          error,
          holds: 'holds' in result ? result.holds : 'foreign',
          why: 'foreign_writer',
          commands: this.#commands(at),
        });
      }
      case 'unknown':
        return this.#end(input, { status: 'unresolved', error, lastSeen: 'unknown' });
    }
  }

  async #back(input: KeepInput, error: CertctlError): Promise<Outcome> {
    const { resolved, given } = input;
    try {
      await this.leases.confirm();
    } catch (cause) {
      const lost = asCertctlError(cause, 'lease_lost', resolved.target.id);
      return this.#end(input, { status: 'unresolved', error: lost, lastSeen: 'unknown' });
    }
    const { entry } = this.progress;
    const call = this.calls.rescue(resolved);
    const back = await this.rollback.run({ resolved, entry, given, call });
    this.outcome.reached(back.consumers ?? []);
    const ended = back.place ? { ...input, resolved: { ...resolved, place: back.place } } : input;
    this.outcome.at(ended.resolved);
    return this.#end(ended, this.#endedBack(ended, error, back));
  }

  #endedBack(input: KeepInput, error: CertctlError, back: RollbackResult): Ended {
    switch (back.status) {
      case 'restored':
      case 'withdrawn': {
        this.outcome.found(back.findings);
        // Where an import replaces what is held, what was taken back is nowhere any more.
        const keeps = input.resolved.plugin.capabilities.rotation === 'versioned';
        const bad = keeps ? this.progress.entry.revision : undefined;
        return {
          status: back.status,
          error,
          ...revisionOf(back),
          ...(bad === undefined || back.status === 'withdrawn' ? {} : { takenBack: bad }),
        };
      }
      case 'unresolved':
        return { status: 'unresolved', error: back.error, lastSeen: 'unknown' };
      case 'also_failed':
        return {
          status: 'also_failed',
          error,
          holds: back.holds,
          why: back.why,
          ...(back.error ? { rollbackError: back.error } : {}),
          commands: this.#commands(input),
        };
    }
  }

  #commands({ resolved }: KeepInput) {
    return recoveryCommands(resolved, this.progress.entry);
  }

  async #end(input: KeepInput, ended: Ended): Promise<Outcome> {
    const { plan, material, resolved } = input;
    const entry = this.progress.entry;
    this.progress.leave();
    const ending = {
      status: ended.status,
      ...('holds' in ended ? { holds: ended.holds } : {}),
      ...(plan.holds ? { serialBefore: plan.holds.serial } : {}),
      ...(ended.status === 'deployed' ? { serialAfter: material.leaf.serial } : {}),
      ...(ended.status === 'restored' && plan.holds ? { serialAfter: plan.holds.serial } : {}),
      ...('revision' in ended && ended.revision !== undefined ? { revision: ended.revision } : {}),
      ...('error' in ended ? { errorCode: ended.error.code } : {}),
    };
    const outcome = this.outcome.build(ended);
    await this.closer.close(entry, resolved, material.leaf, ending, recordOf(outcome, this.deployment));
    return outcome;
  }
}
