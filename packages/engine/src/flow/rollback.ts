import { keyMatches, readCertificate } from '@certctl/certificate';
import {
  CertctlError,
  type Clock,
  isCertctlError,
  isFailure,
  isPermissionMissing,
  type Material,
  type Observation,
  type Present,
  PrivateKey,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { Seen } from '../journal/decide.js';
import type { JournalEntry } from '../journal/journal.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Holds, RollbackFailure } from '../outcome/outcome.js';
import { addedTags } from '../plan/tag-difference.js';
import { applyTags } from './apply-tags.js';
import type { ResolvedTarget } from './deployment.js';
import { isSame } from './held.js';
import { type Look, look, lookUntilSettled } from './look.js';
import type { Progress } from './progress.js';
import { prove } from './prove.js';

/** How going back ended. `restored` and `withdrawn` were proven. */
export type RollbackResult =
  | { readonly status: 'restored' | 'withdrawn'; readonly revision?: string }
  | {
      readonly status: 'also_failed';
      readonly why: RollbackFailure;
      readonly holds: Holds;
      readonly error?: CertctlError;
    }
  | { readonly status: 'unresolved'; readonly error: CertctlError };

export interface RollbackInput {
  readonly resolved: ResolvedTarget;
  readonly entry: JournalEntry;
  /** Revision that the deploy made, where the service told. */
  readonly revision?: string;
  /** Private key of the certificate that was held before; undefined when it is not to be had. */
  readonly previousKey?: PrivateKey;
  readonly call: EngineCall;
}

/** Rounds of sending the previous certificate. Sending it twice has the effect of sending it once. */
const ROUNDS = 3;

/** Puts back what was held before, or takes away what the deploy made, and proves it. */
@injectable()
export class Rollback {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
  ) {}

  async run(input: RollbackInput): Promise<RollbackResult> {
    const { preImage } = input.entry;
    return preImage.state === 'present' ? this.#restore(input, preImage) : this.#withdraw(input);
  }

  async #restore(input: RollbackInput, before: Present): Promise<RollbackResult> {
    await this.progress.advance({ phase: 'restoring' });
    const run = { ...input, call: input.call.during('restore') };
    try {
      const sent = input.entry.imports ? await this.#putBack(run, before) : {};
      if (sent.failed) return sent.failed;
      await this.#restoreTags(run, before);
      const proof = await prove(
        run.resolved,
        sent.revision,
        (held) => isSame(held, before, run.resolved.plugin.capabilities.proof),
        run.call,
        this.clock,
        this.timing,
      );
      await this.#disableBad(run);
      const revision = sent.revision ?? proof.held.revision;
      return { status: 'restored', ...(revision === undefined ? {} : { revision }) };
    } catch (error) {
      return this.#failed(run, error);
    }
  }

  /** Sends the previous certificate until it is seen. */
  async #putBack(
    input: RollbackInput,
    before: Present,
  ): Promise<{ failed?: RollbackResult; revision?: string }> {
    const { resolved, entry, call } = input;
    let now = await this.#firstLook(input);
    if (now.seen === 'gone') return { failed: failed(now, before, 'restore_failed') };
    const key = await this.#previousKey(input, before);
    try {
      // Once the service has said that it took the import, a read that shows the old state proves nothing.
      if (now.seen === 'previous' && entry.phase === 'importing') return {};
      if (!key || !before.leaf) return { failed: failed(now, before, 'no_key') };
      const material = {
        leaf: readCertificate(before.leaf),
        chain: (before.chain ?? []).map((der) => readCertificate(der)),
        privateKey: key,
      };
      for (let round = 1; round <= ROUNDS; round++) {
        const sent = await this.#send(input, { ...before, material });
        now = await lookUntil((seen) => seen === 'previous', resolved, entry, call, this.clock, this.timing);
        // An old state that is seen after a lost answer may still be a late read from before the deploy.
        if (now.seen === 'previous' && (sent.answered || round === ROUNDS)) return sent;
      }
    } finally {
      key?.destroy();
    }
    return { failed: failed(now, before, 'restore_failed') };
  }

  async #send(
    { resolved, call }: RollbackInput,
    { material, tags, attributes }: Present & { readonly material: Material },
  ): Promise<{ answered: boolean; revision?: string }> {
    const request = { material, tags: tags ?? {}, ...(attributes ? { attributes } : {}) };
    try {
      const { revision } = await resolved.store.import(resolved.place, request, call);
      return { answered: true, ...(revision === undefined ? {} : { revision }) };
    } catch (failure) {
      if (!isFailure(failure, 'uncertain')) throw failure;
      return { answered: false };
    }
  }

  /** Waits for a request of the way forward that may still be under way: it would land on top of the old one. */
  async #firstLook({ resolved, entry, call }: RollbackInput): Promise<Look> {
    const first = await look(resolved, entry, call);
    const final = first.seen === 'new' || first.seen === 'foreign' || entry.phase !== 'importing';
    return final ? first : lookUntilSettled(resolved, entry, call, this.clock, this.timing);
  }

  /** The key of what was held: kept here, or given by the caller. */
  async #previousKey(input: RollbackInput, before: Present): Promise<PrivateKey | undefined> {
    if (!before.leaf) return undefined;
    const leaf = readCertificate(before.leaf);
    const { fingerprint } = leaf;
    const kept = await this.keeper.find(input.resolved.place.address, fingerprint);
    if (kept) return kept;
    if (!input.previousKey || !keyMatches(input.previousKey, leaf)) return undefined;
    return new PrivateKey(Uint8Array.from(input.previousKey.pkcs8()));
  }

  async #restoreTags(input: RollbackInput, before: Present): Promise<void> {
    const { resolved, call } = input;
    const { store, place } = resolved;
    // Tags that could not be read before are those that the deploy wanted: its own, and the operator's.
    const wanted = before.tags ?? input.entry.tags;
    await applyTags(resolved, wanted, call, this.clock, this.timing);
    if (!before.tags || !store.tag || !store.readTags) return;
    const added = addedTags(await store.readTags(place, call), before.tags);
    if (added.length === 0) return;
    try {
      await store.tag(place, { set: {}, remove: added }, call);
    } catch (error) {
      // The certificate is what counts; tags of ours that stay behind are visible and harmless.
      if (!isPermissionMissing(error)) throw error;
      call.logger.warn('tags that the deploy added could not be removed', { tags: added });
    }
  }

  async #disableBad(input: RollbackInput): Promise<void> {
    const { resolved, revision, call } = input;
    if (revision === undefined || !resolved.store.disable) return;
    await resolved.store.disable(resolved.place, revision, call);
  }

  async #withdraw(input: RollbackInput): Promise<RollbackResult> {
    await this.progress.advance({ phase: 'withdrawing' });
    const { resolved, entry } = input;
    const { store } = resolved;
    const run = { ...input, call: input.call.during('withdraw') };
    try {
      const first = await this.#firstLook(run);
      const { seen, place } = first;
      if (seen === 'unknown') return failed(first, entry.preImage, 'restore_failed');
      if (seen === 'previous' && (entry.phase === 'importing' || place.reference === undefined)) {
        return { status: 'withdrawn' };
      }
      const now = await store.inspect(place, run.call);
      const used = now.state === 'present' && (now.usedBy?.length ?? 0) > 0;
      if (!store.remove || used || !entry.fresh) {
        return failed(await this.#lastLook(run), entry.preImage, 'nothing_to_restore');
      }
      await removeOnce(store.remove(place, run.call));
      const after = await store.inspect(place, run.call);
      if (after.state === 'absent') return { status: 'withdrawn' };
      return failed(await this.#lastLook(run), entry.preImage, 'restore_failed');
    } catch (error) {
      return this.#failed(run, error);
    }
  }

  /** A read that shows the state of before, after the import was answered, may be late: it is given time. */
  async #lastLook({ resolved, entry, call }: RollbackInput): Promise<Look> {
    if (entry.phase === 'importing') return look(resolved, entry, call);
    return lookUntil((seen) => seen !== 'previous', resolved, entry, call, this.clock, this.timing);
  }

  /** Going back ran into an error: what is held now decides what can be said of it. */
  async #failed(input: RollbackInput, cause: unknown): Promise<RollbackResult> {
    if (!isCertctlError(cause)) throw cause;
    const now = await this.#lastLook(input);
    return failed(
      now,
      input.entry.preImage,
      isPermissionMissing(cause) ? 'no_permission' : 'restore_failed',
      cause,
    );
  }
}

/** What is gone already, or whose answer was lost, is looked at next. */
async function removeOnce(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isFailure(error, 'absent', 'uncertain')) throw error;
  }
}

/** Looks until something is seen, for the settle time: a service may show another state for a while. */
async function lookUntil(
  stop: (seen: Seen) => boolean,
  resolved: ResolvedTarget,
  entry: JournalEntry,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Look> {
  const until = clock.now() + timing.settleMs;
  for (let interval = timing.proveFirstIntervalMs; ; interval *= 2) {
    const now = await look(resolved, entry, call);
    if (stop(now.seen) || clock.now() + interval > until) return now;
    await call.wait(interval);
  }
}

/** Going back has failed: what is held is said, or that it is not known. */
function failed(now: Look, before: Observation, why: RollbackFailure, error?: CertctlError): RollbackResult {
  if (now.seen === 'unknown') {
    return {
      status: 'unresolved',
      error: now.error ?? error ?? new CertctlError('not_proven', 'nothing could be seen'),
    };
  }
  // Where there was nothing before, a person who reads "previous" would look for a certificate.
  const seen = now.seen === 'previous' && before.state !== 'present' ? 'gone' : now.seen;
  const holds: Holds = seen === 'gone' ? 'absent' : seen;
  return { status: 'also_failed', why, holds, ...(error ? { error } : {}) };
}
