import { readCertificate } from '@certctl/certificate';
import { CertctlError, type Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import { decide } from '../journal/decide.js';
import type { Journal, JournalEntry } from '../journal/journal.js';
import type { DeploymentRecords } from '../record/deployment-records.js';
import { closedRecord } from '../record/record-of.js';
import type { Closer, Ending } from './closer.js';
import type { Deployment, ResolvedTarget } from './deployment.js';
import { endingByLook } from './ending-by-look.js';
import type { Forward, ForwardResult } from './forward.js';
import type { GivenPrevious } from './given-previous.js';
import { look, lookUntilSettled } from './look.js';
import type { Progress } from './progress.js';
import type { Rollback } from './rollback.js';

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
  ) {}

  /**
   * @param given what the present caller gave of what was held before
   * @returns what the earlier deploy was closed as; undefined when none was open
   * @throws CertctlError `earlier_unresolved` when it still cannot be known
   */
  async closeOpen(
    resolved: ResolvedTarget,
    call: EngineCall,
    given: GivenPrevious | undefined,
  ): Promise<Ending | undefined> {
    const open = await this.journal.findOpen({
      addresses: [resolved.place.address],
      targetId: resolved.target.id,
    });
    if (!open) return undefined;
    const entry = await this.progress.adopt(open);
    try {
      return await this.#close(
        entry,
        await this.#placeOf(entry, resolved, call),
        call.during('recover'),
        given,
      );
    } finally {
      this.progress.leave();
    }
  }

  /** The entry knows the reference that a fresh import was given, which the target's document does not. */
  async #placeOf(entry: JournalEntry, resolved: ResolvedTarget, call: EngineCall): Promise<ResolvedTarget> {
    if (resolved.place.reference !== undefined || entry.reference === undefined) return resolved;
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
        return this.#back(entry, placed, call, given, 'not_proven');
      case 'leave':
        return this.#end(entry, placed, { status: 'also_failed', errorCode: 'not_proven' });
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
    if (revision !== undefined && entry.revision === undefined) await this.progress.advance({ revision });
    const result: ForwardResult = await this.forward.finish(resolved, entry, revision, call);
    if (result.end === 'proven') {
      return this.#end(entry, result.resolved, {
        status: 'deployed',
        ...(result.revision === undefined ? {} : { revision: result.revision }),
      });
    }
    // The entry has come further than when it was taken up: its import is known to have arrived.
    return this.#back(this.progress.entry, resolved, call, given, result.error.code);
  }

  async #back(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    call: EngineCall,
    given: GivenPrevious | undefined,
    errorCode: string,
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
    return this.#end(entry, resolved, {
      status: result.status,
      errorCode,
      ...(result.status === 'also_failed' ? { holds: result.holds } : {}),
    });
  }

  async #end(entry: JournalEntry, resolved: ResolvedTarget, ending: Ending): Promise<Ending> {
    const leaf = readCertificate(entry.incoming.leaf);
    const before = entry.preImage.state === 'present' ? entry.preImage.leaf : undefined;
    const full = { ...ending, ...(before ? { serialBefore: readCertificate(before).serial } : {}) };
    const known = await this.deployments.get(entry.id);
    const record = closedRecord(entry, known, this.deployment, {
      ...ending,
      at: this.clock.now(),
      ...(ending.status === 'also_failed' ? { commands: this.#commands(entry, resolved) } : {}),
    });
    await this.closer.close(entry, resolved, leaf, full, record, 'recovery');
    return full;
  }

  #commands({ preImage, tags }: JournalEntry, { store, config, place }: ResolvedTarget) {
    const before = preImage.state === 'present' ? preImage.tags : undefined;
    return store.recoveryCommands({ config, place, tags: before ?? tags });
  }
}
