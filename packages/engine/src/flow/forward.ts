import {
  type CertctlError,
  type Clock,
  type Finding,
  type Imported,
  isCertctlError,
  type JsonObject,
  type Material,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { Bind } from '../binding/bind.js';
import type { ConsumerOutcome } from '../binding/consumer-outcome.js';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import { decide } from '../journal/decide.js';
import type { JournalEntry } from '../journal/journal.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Metrics } from '../observability/metrics.js';
import { activate } from './activate.js';
import { applyTags } from './apply-tags.js';
import type { ResolvedTarget } from './deployment.js';
import { holds } from './held.js';
import { look, lookUntilSettled } from './look.js';
import type { Progress } from './progress.js';
import { prove } from './prove.js';
import { proveChain } from './prove-chain.js';

/** How the way forward ended. `back`: what was sent must be taken back. */
export type ForwardResult =
  | {
      readonly end: 'proven';
      readonly resolved: ResolvedTarget;
      readonly revision?: string;
      readonly revisionReference?: string;
      readonly findings: Finding[];
      readonly consumers: readonly ConsumerOutcome[];
    }
  | { readonly end: 'unchanged'; readonly error: CertctlError }
  | {
      readonly end: 'back';
      readonly resolved: ResolvedTarget;
      readonly revision?: string;
      readonly error: CertctlError;
    }
  | {
      readonly end: 'foreign';
      readonly resolved: ResolvedTarget;
      readonly holds: 'foreign' | 'absent';
      readonly error: CertctlError;
    }
  | { readonly end: 'unknown'; readonly error: CertctlError };

const NOT_PROVEN: ReadonlySet<string> = new Set(['not_proven', 'binding_not_proven']);

/** Import, tag, prove, bind. */
@injectable()
export class Forward {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.metrics) private readonly metrics: Metrics,
    @inject(TOKENS.bind) private readonly bind: Bind,
  ) {}

  /**
   * Sends the material.
   * @param replaces attributes of what is held now
   * @param rescue for looking, when the call itself can no longer be used
   */
  async import(
    resolved: ResolvedTarget,
    material: Material,
    entry: JournalEntry,
    replaces: JsonObject | undefined,
    call: EngineCall,
    rescue: () => EngineCall,
  ): Promise<ForwardResult> {
    this.progress.reach('importing');
    try {
      const imported = await resolved.store.import(
        resolved.place,
        { config: resolved.config, material, tags: entry.tags, ...(replaces ? { replaces } : {}) },
        call.during('import'),
      );
      const placed = await this.#placed(resolved, entry, imported);
      return this.finish(placed, entry, imported.revision, call);
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      return this.#afterFailedImport(resolved, error, call, rescue());
    }
  }

  /** Tags, proves and binds what was imported, now or by a deploy that did not get this far. */
  async finish(
    resolved: ResolvedTarget,
    entry: JournalEntry,
    revision: string | undefined,
    call: EngineCall,
  ): Promise<ForwardResult> {
    const withRevision = revision === undefined ? {} : { revision };
    try {
      this.progress.reach('tagging');
      const findings = await applyTags(
        resolved,
        entry.tags,
        // The tags of a fresh certificate went with its import.
        { revision, overwrote: !entry.fresh },
        call.during('tag'),
        this.clock,
        this.timing,
      );
      await activate(resolved, call.during('activate'));
      const { proof } = resolved.plugin.capabilities;
      const proven = await prove(
        resolved,
        revision,
        (held) => !held.disabled && holds(held, entry.incoming, proof),
        call.during('prove'),
        this.clock,
        this.timing,
        entry.incoming,
      );
      findings.push(...(await proveChain(resolved, proven.held, entry.incoming, call.during('prove'))));
      const bound = await this.bind.run(resolved, entry, call);
      findings.push(...bound.findings);
      const { revisionReference } = proven.held;
      const shown = revision ?? proven.held.revision;
      return {
        end: 'proven',
        resolved,
        findings,
        consumers: bound.consumers,
        ...(shown === undefined ? {} : { revision: shown }),
        ...(revisionReference === undefined ? {} : { revisionReference }),
      };
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      if (NOT_PROVEN.has(error.code)) this.metrics.postVerifyFailed(resolved.plugin.type);
      return { end: 'back', resolved, error, ...withRevision };
    }
  }

  /** A fresh certificate has its address now; key and journal entry must be found under it. */
  async #placed(
    resolved: ResolvedTarget,
    entry: JournalEntry,
    { place, revision }: Imported,
  ): Promise<ResolvedTarget> {
    await this.progress.advance({
      phase: 'imported',
      ...(revision === undefined ? {} : { revision }),
      ...(entry.addresses.includes(place.address) ? {} : { addresses: [...entry.addresses, place.address] }),
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
    const now = uncertain
      ? await lookUntilSettled(resolved, entry, rescue, this.clock, this.timing)
      : await look(resolved, entry, rescue);
    const { seen, place } = now;
    const revision = now.held?.revision;
    switch (decide('importing', seen)) {
      case 'abandon':
        return { end: 'unchanged', error };
      case 'back':
        return { end: 'back', resolved, error };
      case 'forward': {
        const placed = await this.#placed(resolved, entry, {
          place,
          ...(revision === undefined ? {} : { revision }),
        });
        return call.signal.aborted
          ? { end: 'back', resolved: placed, error }
          : this.finish(placed, entry, revision, call);
      }
      case 'leave':
        return {
          end: 'foreign',
          resolved: { ...resolved, place },
          holds: seen === 'gone' ? 'absent' : 'foreign',
          error,
        };
      default:
        return { end: 'unknown', error: now.error ?? error };
    }
  }
}
