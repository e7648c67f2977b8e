import {
  type CertctlError,
  type Clock,
  type Finding,
  isCertctlError,
  type Material,
  type Place,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import { decide } from '../journal/decide.js';
import type { JournalEntry } from '../journal/journal.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Metrics } from '../observability/metrics.js';
import { applyTags } from './apply-tags.js';
import type { ResolvedTarget } from './deployment.js';
import { holds } from './held.js';
import { look, lookUntilSettled } from './look.js';
import type { Progress } from './progress.js';
import { prove } from './prove.js';

/** How the way forward ended. `back`: what was sent must be taken back. */
export type ForwardResult =
  | {
      readonly end: 'proven';
      readonly resolved: ResolvedTarget;
      readonly revision?: string;
      readonly findings: Finding[];
    }
  | { readonly end: 'unchanged'; readonly error: CertctlError }
  | {
      readonly end: 'back';
      readonly resolved: ResolvedTarget;
      readonly revision?: string;
      readonly error: CertctlError;
    }
  | { readonly end: 'foreign'; readonly holds: 'foreign' | 'absent'; readonly error: CertctlError }
  | { readonly end: 'unknown'; readonly error: CertctlError };

/** Import, tag, prove. */
@injectable()
export class Forward {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.metrics) private readonly metrics: Metrics,
  ) {}

  /**
   * Sends the material.
   * @param rescue for looking, when the call itself can no longer be used
   */
  async import(
    resolved: ResolvedTarget,
    material: Material,
    entry: JournalEntry,
    call: EngineCall,
    rescue: () => EngineCall,
  ): Promise<ForwardResult> {
    await this.progress.advance({ phase: 'importing' });
    try {
      const request = { material, tags: entry.tags };
      const imported = await resolved.store.import(resolved.place, request, call.during('import'));
      const placed = await this.#placed(resolved, entry, imported.place);
      return this.finish(placed, entry, imported.revision, call);
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      return this.#afterFailedImport(resolved, error, call, rescue());
    }
  }

  /** Tags and proves what was imported, now or by a deploy that did not get this far. */
  async finish(
    resolved: ResolvedTarget,
    entry: JournalEntry,
    revision: string | undefined,
    call: EngineCall,
  ): Promise<ForwardResult> {
    const withRevision = revision === undefined ? {} : { revision };
    try {
      await this.progress.advance({ phase: 'tagging' });
      const findings = await applyTags(resolved, entry.tags, call.during('tag'), this.clock, this.timing);
      await this.progress.advance({ phase: 'proving' });
      const { proof } = resolved.plugin.capabilities;
      const proven = await prove(
        resolved,
        revision,
        (held) => holds(held, entry.incoming, proof),
        call.during('prove'),
        this.clock,
        this.timing,
      );
      const shown = revision ?? proven.held.revision;
      return { end: 'proven', resolved, findings, ...(shown === undefined ? {} : { revision: shown }) };
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      if (error.code === 'not_proven') this.metrics.postVerifyFailed(resolved.plugin.type);
      return { end: 'back', resolved, error, ...withRevision };
    }
  }

  /** A fresh certificate has its address now; key and journal entry must be found under it. */
  async #placed(resolved: ResolvedTarget, entry: JournalEntry, place: Place): Promise<ResolvedTarget> {
    await this.progress.advance({
      phase: 'imported',
      addresses: [...new Set([...entry.addresses, place.address])],
      ...(place.reference === undefined ? {} : { reference: place.reference }),
    });
    await this.keeper.move(resolved.place.address, place.address);
    return { ...resolved, place };
  }

  /**
   * The import gave an error. Refused or throttled, it did not happen; with its answer lost it may have.
   * What is held decides, by the same table as after a crash.
   */
  async #afterFailedImport(
    resolved: ResolvedTarget,
    error: CertctlError,
    call: EngineCall,
    rescue: EngineCall,
  ): Promise<ForwardResult> {
    const entry = this.progress.entry;
    const uncertain = error.failure === undefined ? false : error.failure.class === 'uncertain';
    const {
      seen,
      place,
      error: blind,
    } = uncertain
      ? await lookUntilSettled(resolved, entry, rescue, this.clock, this.timing)
      : await look(resolved, entry, rescue);
    switch (decide('importing', seen)) {
      case 'abandon':
        return { end: 'unchanged', error };
      case 'forward': {
        const placed = await this.#placed(resolved, entry, place);
        return call.signal.aborted
          ? { end: 'back', resolved: placed, error }
          : this.finish(placed, entry, undefined, call);
      }
      case 'leave':
        return { end: 'foreign', holds: seen === 'gone' ? 'absent' : 'foreign', error };
      default:
        return { end: 'unknown', error: blind ?? error };
    }
  }
}
