import {
  type AnyStore,
  type Clock,
  type Held,
  isCertctlError,
  isFailure,
  type Place,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { JournalEntry } from '../journal/journal.js';
import type { ResolvedTarget } from './deployment.js';
import { firstLook, type Look, lastLook } from './look.js';
import type { Progress } from './progress.js';
import { prove } from './prove.js';
import { failedBack, type RollbackInput, reasonOf, type StoreResult } from './rollback-result.js';
import { type Answered, showsAfter, untilAnswered } from './until-answered.js';

/** Takes away what the deploy made where nothing was served before: deletes it, or disables its revision. */
@injectable()
export class Withdraw {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
  ) {}

  async run(input: RollbackInput): Promise<StoreResult> {
    if (!input.pointedBack) await this.progress.advance({ phase: 'withdrawing' });
    const run = { ...input, call: input.call.during('withdraw') };
    const { resolved, entry, call } = run;
    try {
      const first = await firstLook(resolved, entry, call, this.clock, this.timing);
      if (first.seen === 'unknown') return failedBack(first, entry, 'restore_failed');
      if (first.seen === 'previous' && entry.phase === 'importing') return withdrawn();
      return resolved.plugin.capabilities.rotation === 'versioned'
        ? await this.#disable(run, first)
        : await this.#remove(run, first);
    } catch (error) {
      const { why, error: known } = reasonOf(error);
      return failedBack(await lastLook(resolved, entry, call, this.clock, this.timing), entry, why, known);
    }
  }

  async #remove({ resolved, entry, call }: RollbackInput, first: Look): Promise<StoreResult> {
    const { store } = resolved;
    const { place } = first;
    const isMade = this.#isMade(resolved, entry, first);
    if (first.seen === 'previous' && !isMade) return withdrawn();
    if (!store.remove || !entry.fresh || !isMade || (await this.#isUsed(resolved, entry, place, call))) {
      return failedBack(await this.#last(resolved, entry, call), entry, 'nothing_to_restore');
    }
    const answered = await this.#delete(store, store.remove, entry, place, call);
    const isGone = async () => (await store.inspect(place, call)).state === 'absent';
    if (await showsAfter(answered, isGone, call, this.clock, this.timing)) return withdrawn();
    return failedBack(await this.#last(resolved, entry, call), entry, 'restore_failed');
  }

  /** Whether what was seen is of this deploy's making: what was there before is somebody's. */
  #isMade({ store }: ResolvedTarget, { replaces }: JournalEntry, { place, seen }: Look): boolean {
    if (place.reference !== undefined) return place.reference !== replaces?.reference;
    // Where nothing can be searched for, the address alone is the place.
    return store.find === undefined && seen === 'new';
  }

  /** What a consumer was pointed away from counts as in use for a while longer. */
  async #delete(
    store: AnyStore,
    remove: NonNullable<AnyStore['remove']>,
    { bindings = [] }: JournalEntry,
    place: Place,
    call: EngineCall,
  ): Promise<Answered> {
    const until = bindings.length === 0 ? 0 : this.clock.now() + this.timing.proveMs;
    for (
      let interval = this.timing.proveFirstIntervalMs;
      ;
      interval = Math.min(interval * 2, this.timing.proveLongestIntervalMs)
    ) {
      try {
        return await untilAnswered(() => remove.call(store, place, call), call, this.timing);
      } catch (error) {
        if (!isFailure(error, 'conflict') || this.clock.now() + interval > until) throw error;
      }
      await call.wait(interval);
    }
  }

  /** A service may go on naming a consumer for a while that was pointed elsewhere. */
  async #isUsed(
    { store, plugin }: ResolvedTarget,
    { bindings = [] }: JournalEntry,
    place: Place,
    call: EngineCall,
  ): Promise<boolean> {
    // Its consumers use it by the import itself, and with its removal they are back at nothing, as before.
    if (plugin.capabilities.bindsItself) return false;
    const until = bindings.length === 0 ? 0 : this.clock.now() + this.timing.proveMs;
    for (let interval = this.timing.proveFirstIntervalMs; ; interval *= 2) {
      const now = await store.inspect(place, call);
      if (now.state !== 'present' || !now.usedBy?.length) return false;
      if (this.clock.now() + interval > until) return true;
      await call.wait(interval);
    }
  }

  /** A single version cannot be deleted, only disabled; the name stays, and gives consumers nothing. */
  async #disable({ resolved, entry, call }: RollbackInput, first: Look): Promise<StoreResult> {
    const { store, place } = resolved;
    const ofLook = first.seen === 'new' ? first.held?.revision : undefined;
    const revision = entry.revision ?? ofLook;
    if (!store.disable || revision === undefined) return failedBack(first, entry, 'nothing_to_restore');
    const { disable } = store;
    await untilAnswered(() => disable.call(store, place, revision, call), call, this.timing);
    // Ours is out of service when it is the latest and disabled; what stands on top of it is somebody else's.
    const isOurs = (held: Held) => held.disabled === true && (held.revision ?? revision) === revision;
    try {
      await prove(resolved, revision, isOurs, call, this.clock, this.timing);
      return { ...withdrawn(), revision };
    } catch (error) {
      if (!isCertctlError(error) || error.code !== 'not_proven') throw error;
      const now = await this.#last(resolved, entry, call);
      return failedBack(now, entry, now.seen === 'foreign' ? 'foreign_writer' : 'restore_failed', error);
    }
  }

  #last(...at: [RollbackInput['resolved'], RollbackInput['entry'], RollbackInput['call']]): Promise<Look> {
    return lastLook(...at, this.clock, this.timing);
  }
}

function withdrawn() {
  return { status: 'withdrawn', findings: [] } as const;
}
