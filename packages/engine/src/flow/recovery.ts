import { readCertificate } from '@certctl/certificate';
import { CertctlError, type Clock, type Place } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { BindingResolver } from '../binding/binding-resolver.js';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import { decide } from '../journal/decide.js';
import type { Journal, JournalEntry, JournalPatch } from '../journal/journal.js';
import type { Lease } from '../lease/leases.js';
import type { DeploymentRecords } from '../record/deployment-records.js';
import { type ClosedAs, closedRecord } from '../record/record-of.js';
import type { Closer, Ending } from './closer.js';
import type { Deployment, ResolvedTarget } from './deployment.js';
import { endingByLook } from './ending-by-look.js';
import type { Forward, ForwardResult } from './forward.js';
import type { GivenPrevious } from './given-previous.js';
import type { LeaseSet } from './lease-set.js';
import { look, lookUntilSettled } from './look.js';
import type { Progress } from './progress.js';
import { recoveryCommands } from './recovery-commands.js';
import type { Rollback } from './rollback.js';
import { heldAfter } from './rollback-result.js';

/** An end with what only the record tells. */
type Ended = Ending & Pick<ClosedAs, 'consumers' | 'why' | 'error' | 'rollbackError' | 'findings'>;

/** What a look found out of an import that the entry, whose process died, does not have. */
function arrivalOf(
  entry: JournalEntry,
  { address, reference }: Place,
  revision: string | undefined,
): JournalPatch | undefined {
  const isPlaced = reference === undefined || entry.reference === reference;
  const isRevised = revision === undefined || entry.revision !== undefined;
  if (isPlaced && isRevised) return undefined;
  return {
    ...(isPlaced ? {} : { reference, addresses: [...new Set([...entry.addresses, address])] }),
    ...(isRevised ? {} : { revision }),
  };
}

/** Closes what an earlier deploy of the same certificate left open: killed, stopped, or blind at its end. */
@injectable()
export class Recovery {
  constructor(
    @inject(TOKENS.journal) private readonly journal: Journal,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.forward) private readonly forward: Forward,
    @inject(TOKENS.rollback) private readonly rollback: Rollback,
    @inject(TOKENS.closer) private readonly closer: Closer,
    @inject(TOKENS.deployments) private readonly deployments: DeploymentRecords,
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.leaseSet) private readonly leases: LeaseSet,
    @inject(TOKENS.bindings) private readonly bindings: BindingResolver,
  ) {}

  /**
   * @param given what the present caller gave of what was held before
   * @returns what the earlier deploy was closed as; undefined when none was open; whose lease is in the way
   * @throws CertctlError `earlier_unresolved` when it still cannot be known
   */
  async closeOpen(
    resolved: ResolvedTarget,
    call: EngineCall,
    given: GivenPrevious | undefined,
  ): Promise<Ending | { readonly heldBy: Lease } | undefined> {
    const open = await this.journal.findOpen({
      addresses: [resolved.place.address],
      targetId: resolved.target.id,
    });
    if (!open) return undefined;
    const { bindings = [] } = open;
    // The target's document may name other consumers by now.
    const heldBy = await this.leases.take(bindings.map(({ place }) => place.address));
    if (heldBy) return { heldBy };
    const entry = await this.progress.adopt(open);
    try {
      const placed = await this.#placeOf(entry, resolved, call);
      return await this.#close(
        entry,
        { ...placed, consumers: await this.bindings.reopen(bindings) },
        call.during('recover'),
        given,
      );
    } finally {
      this.progress.leave();
    }
  }

  /** The entry knows the reference that a fresh import was given, which the target's document does not. */
  async #placeOf(entry: JournalEntry, resolved: ResolvedTarget, call: EngineCall): Promise<ResolvedTarget> {
    const { reference } = resolved.place;
    if (entry.reference === undefined || entry.reference === reference) return resolved;
    if (reference !== undefined && !entry.replaces) return resolved;
    const place = await resolved.store.resolve(
      { config: resolved.config, targetId: entry.targetId, recordedReference: entry.reference },
      call,
    );
    return { ...resolved, place };
  }

  async #close(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    call: EngineCall,
    given: GivenPrevious | undefined,
  ): Promise<Ending> {
    const now =
      entry.phase === 'opened'
        ? await look(resolved, entry, call)
        : await lookUntilSettled(resolved, entry, call, this.clock, this.timing);
    const placed = { ...resolved, place: now.place };
    if (entry.fromBackup !== undefined && now.seen !== 'unknown') {
      return this.#end(entry, placed, await endingByLook(entry, placed, now, call));
    }
    switch (decide(entry.phase, now.seen)) {
      case 'abandon':
        return this.#end(entry, placed, { status: 'failed', errorCode: 'not_applied' });
      case 'forward':
        return this.#forward(entry, placed, now.held?.revision, call, given);
      case 'back':
      case 'confirm':
        return this.#back(entry, placed, call, given);
      case 'leave':
        return this.#end(entry, placed, {
          status: 'also_failed',
          errorCode: 'not_proven',
          holds: heldAfter(now, entry),
          why: 'foreign_writer',
        });
      case 'wait':
        throw new CertctlError(
          'earlier_unresolved',
          `deployment ${entry.id} of ${entry.addresses.join(', ')} has no known end, and the service cannot be observed`,
          { target: resolved.target.id, ...(now.error ? { cause: now.error } : {}) },
        );
    }
  }

  async #forward(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    seenRevision: string | undefined,
    call: EngineCall,
    given: GivenPrevious | undefined,
  ): Promise<Ending> {
    const revision = entry.revision ?? seenRevision;
    const patch = arrivalOf(entry, resolved.place, revision);
    if (patch) await this.progress.advance(patch);
    const result: ForwardResult = await this.forward.finish(resolved, entry, revision, call);
    if (result.end === 'proven') {
      return this.#end(entry, result.resolved, {
        status: 'deployed',
        consumers: result.consumers,
        findings: result.findings,
        ...(result.revision === undefined ? {} : { revision: result.revision }),
      });
    }
    // The entry has come further than when it was taken up: its import is known to have arrived.
    return this.#back(this.progress.entry, resolved, call, given, result.error);
  }

  async #back(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    call: EngineCall,
    given: GivenPrevious | undefined,
    error?: CertctlError,
  ): Promise<Ending> {
    const result = await this.rollback.run({
      resolved,
      entry,
      call,
      given,
    });
    if (result.status === 'unresolved') {
      throw new CertctlError(
        'earlier_unresolved',
        `deployment ${entry.id} is on its way back, and the service cannot be observed`,
        { target: resolved.target.id, cause: result.error },
      );
    }
    const at = result.place ? { ...resolved, place: result.place } : resolved;
    return this.#end(entry, at, {
      status: result.status,
      errorCode: error?.code ?? 'not_proven',
      ...(error ? { error } : {}),
      ...(result.consumers ? { consumers: result.consumers } : {}),
      ...(result.status === 'also_failed'
        ? { holds: result.holds, why: result.why, ...(result.error ? { rollbackError: result.error } : {}) }
        : { findings: result.findings }),
    });
  }

  async #end(entry: JournalEntry, resolved: ResolvedTarget, ending: Ended): Promise<Ending> {
    const leaf = readCertificate(entry.incoming.leaf);
    const before = entry.preImage.state === 'present' ? entry.preImage.leaf : undefined;
    const { consumers: _, why: __, error: ___, rollbackError: ____, findings: _____, ...told } = ending;
    const full = { ...told, ...(before ? { serialBefore: readCertificate(before).serial } : {}) };
    const known = await this.deployments.get(entry.id);
    const record = closedRecord(entry, known, this.deployment, {
      ...ending,
      at: this.clock.now(),
      reference: resolved.place.reference,
      ...(ending.status === 'also_failed' ? { commands: recoveryCommands(resolved, entry) } : {}),
    });
    await this.closer.close(entry, resolved, leaf, full, record, 'recovery');
    return full;
  }
}
