import type { Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import { disableRevision } from './disable-revision.js';
import { firstLook, lastLook } from './look.js';
import type { Progress } from './progress.js';
import { failedBack, type RollbackInput, reasonOf, type StoreResult } from './rollback-result.js';
import { showsAfter, untilAnswered } from './until-answered.js';

/** Deletes again the name that the deploy had recovered, with what it imported disabled in it. */
@injectable()
export class Redelete {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
  ) {}

  async run(input: RollbackInput): Promise<StoreResult> {
    await this.progress.advance({ phase: 'redeleting' });
    const { resolved, entry } = input;
    const call = input.call.during('redelete');
    const { store, place } = resolved;
    try {
      const first = await firstLook(resolved, entry, call, this.clock, this.timing);
      if (first.seen === 'unknown') return failedBack(first, entry, 'restore_failed');
      const bad = entry.revision ?? (first.seen === 'new' ? first.held?.revision : undefined);
      // Whoever recovers the name one day must not be given what this deploy could not prove.
      const findings =
        bad === undefined ? [] : await disableRevision(resolved, bad, call, this.clock, this.timing);
      if (first.seen === 'foreign') return failedBack(first, entry, 'foreign_writer');
      const { redelete } = store;
      if (!redelete) return failedBack(first, entry, 'nothing_to_restore');
      const answered = await untilAnswered(() => redelete.call(store, place, call), call, this.timing);
      const isDeleted = async () => (await store.inspect(place, call)).state === 'deleted';
      if (await showsAfter(answered, isDeleted, call, this.clock, this.timing)) {
        return { status: 'withdrawn', findings };
      }
      return failedBack(
        await lastLook(resolved, entry, call, this.clock, this.timing),
        entry,
        'restore_failed',
      );
    } catch (error) {
      const { why, error: known } = reasonOf(error);
      return failedBack(await lastLook(resolved, entry, call, this.clock, this.timing), entry, why, known);
    }
  }
}
