import { readCertificate } from '@certctl/certificate';
import {
  CertctlError,
  type CertificateBundle,
  type Clock,
  type Finding,
  type Held,
  isCertctlError,
  isFailure,
  isPermissionMissing,
  type Present,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { JournalEntry } from '../journal/journal.js';
import type { RollbackFailure } from '../outcome/outcome.js';
import { chainNotProven } from '../plan/findings.js';
import { addedTags } from '../plan/tag-difference.js';
import { activate } from './activate.js';
import { applyTags, type TaggedImport } from './apply-tags.js';
import type { ResolvedTarget } from './deployment.js';
import { disableRevision } from './disable-revision.js';
import { isSame, wantedOf } from './held.js';
import { firstLook, type Look, lastLook, lookUntil } from './look.js';
import type { Previous, PreviousMaterial } from './previous-material.js';
import type { Progress } from './progress.js';
import { prove } from './prove.js';
import { proveChain } from './prove-chain.js';
import { failedBack, type RollbackInput, reasonOf, type StoreResult } from './rollback-result.js';
import { untilAnswered } from './until-answered.js';

/** Rounds of sending the previous certificate. Sending it twice has the effect of sending it once. */
const ROUNDS = 3;

type Found = Exclude<Previous, { readonly from: 'nowhere' }>;

interface Sent {
  readonly answered: boolean;
  readonly revision?: string;
}

/** What was sent to put the previous certificate back; or that it could not be. */
type PutBack =
  | { readonly failed: StoreResult }
  | {
      readonly failed?: never;
      readonly revision?: string;
      readonly answered?: boolean;
      readonly bundle?: CertificateBundle;
    };

/** Puts the previous certificate back with its own key, chain, tags and attributes, and proves it. */
@injectable()
export class Restore {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.previousMaterial) private readonly previous: PreviousMaterial,
  ) {}

  async run(input: RollbackInput, before: Present): Promise<StoreResult> {
    await this.progress.advance({ phase: 'restoring' });
    const run = { ...input, call: input.call.during('restore') };
    const { resolved, entry, call } = run;
    try {
      const bad = entry.revision;
      const sent = entry.imports ? await this.#putBack(run, before) : {};
      if (sent.failed) return sent.failed;
      await this.#restoreTags(run, before, {
        revision: sent.revision,
        // An import that never arrived has left the tags alone.
        overwrote: !entry.imports || sent.answered !== undefined,
      });
      await activate(resolved, call);
      const { held } = await prove(
        resolved,
        sent.revision,
        (shown) => !shown.disabled && isSame(shown, before, resolved.plugin.capabilities.proof),
        call,
        this.clock,
        this.timing,
        before,
      );
      const disabled =
        bad === undefined ? [] : await disableRevision(resolved, bad, call, this.clock, this.timing);
      const findings = [...disabled, ...(await this.#proveChain(run, held, sent.bundle))];
      const revision = sent.revision ?? held.revision;
      return {
        status: 'restored',
        findings,
        ...(revision === undefined ? {} : { revision }),
        ...(held.revisionReference === undefined ? {} : { revisionReference: held.revisionReference }),
      };
    } catch (error) {
      const { why, error: known } = reasonOf(error);
      return failedBack(await lastLook(resolved, entry, call, this.clock, this.timing), entry, why, known);
    }
  }

  /** As of a deploy; but the leaf is back, so that a call which fails here takes nothing of that away. */
  async #proveChain(
    { resolved, call }: RollbackInput,
    held: Held,
    sent: CertificateBundle | undefined,
  ): Promise<Finding[]> {
    if (!sent) return [];
    try {
      return await proveChain(resolved, held, wantedOf(sent), call);
    } catch (error) {
      if (!isCertctlError(error) || error.failure === undefined) throw error;
      return [chainNotProven(error.message)];
    }
  }

  /** Sends the previous certificate until it is seen. */
  async #putBack(input: RollbackInput, before: Present): Promise<PutBack> {
    const { resolved, entry, call } = input;
    let now = await firstLook(resolved, entry, call, this.clock, this.timing);
    if (now.seen === 'gone') {
      // After an import a read may not find for a while what is there.
      now = await lookUntil(({ seen }) => seen !== 'gone', resolved, entry, call, this.clock, this.timing);
    }
    if (now.seen === 'gone') return { failed: failedBack(now, entry, 'restore_failed') };
    // Once the service has said that it took the import, a read that shows the old state proves nothing.
    if (now.seen === 'previous' && entry.phase === 'importing') return {};
    if (isOnTopOfOurs(now, entry, resolved)) return { failed: failedBack(now, entry, 'foreign_writer') };
    const found = await this.#find(input, before);
    if (!found) return { failed: failedBack(now, entry, 'no_key') };
    if (found.from === 'nowhere') return { failed: failedBack(now, entry, ...unfit(found, resolved)) };
    let sent: Sent | undefined;
    let refused: CertctlError | undefined;
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        try {
          const again = await this.#send(input, before, found);
          if (again.answered || !sent?.answered) sent = again;
        } catch (error) {
          // What was taken before is there, whatever is said of the next: reads may only be late to show it.
          if (!sent?.answered || !isCertctlError(error) || !error.failure) throw error;
          refused = error;
        }
        now = await lookUntil(
          ({ seen }) => seen === 'previous',
          resolved,
          // A revision that only the restore can have made is told from the one that it replaces.
          this.progress.entry,
          call,
          this.clock,
          this.timing,
        );
        // An old state that is seen after a lost answer may still be a late read from before the deploy.
        if (now.seen === 'previous' && (sent.answered || round === ROUNDS)) {
          return { ...sent, bundle: found.bundle };
        }
      }
    } finally {
      found.privateKey.destroy();
    }
    const { why, error } = refused ? reasonOf(refused) : { why: 'restore_failed' as const, error: undefined };
    return { failed: failedBack(now, entry, why, error) };
  }

  /** A key service that is down may come back within the time that the way back has. */
  async #find(
    { resolved, entry, given, call }: RollbackInput,
    before: Present,
  ): Promise<Previous | undefined> {
    if (!before.leaf) return undefined;
    const incoming = entry.incoming.chain.map((der) => readCertificate(der));
    const held = { ...before, leaf: before.leaf };
    for (let round = 1; ; round++) {
      const found = await this.previous.find({ resolved, held, given, incoming, goingBack: true }, call);
      const later = found.from === 'nowhere' && found.error?.retryable === true;
      if (!later || round === ROUNDS) return found;
      await this.clock.sleep(this.timing.proveLongestIntervalMs, call.signal);
    }
  }

  async #send(
    { resolved, call }: RollbackInput,
    { tags, attributes }: Present,
    { bundle, privateKey }: Found,
  ): Promise<Sent> {
    const material = { ...bundle, privateKey };
    const { config } = resolved;
    const request = { config, material, tags: tags ?? {}, ...(attributes ? { attributes } : {}) };
    try {
      const { revision } = await resolved.store.import(resolved.place, request, call);
      return { answered: true, ...(revision === undefined ? {} : { revision }) };
    } catch (failure) {
      if (!isFailure(failure, 'uncertain')) throw failure;
      return { answered: false };
    }
  }

  async #restoreTags(input: RollbackInput, before: Present, how: TaggedImport): Promise<void> {
    const { resolved, call } = input;
    const { store, place } = resolved;
    // Tags that could not be read before are those that the deploy wanted: its own, and the operator's.
    const wanted = before.tags ?? input.entry.tags;
    await applyTags(resolved, wanted, how, call, this.clock, this.timing);
    if (!before.tags || !store.tag || !store.readTags) return;
    const { tag } = store;
    try {
      const added = addedTags(await store.readTags(place, 'latest', call), before.tags);
      if (added.length === 0) return;
      const removal = { set: {}, remove: added };
      await untilAnswered(() => tag.call(store, place, removal, call), call, this.timing);
    } catch (error) {
      // The certificate is what counts; tags of ours that stay behind are visible and harmless.
      if (!isPermissionMissing(error)) throw error;
      call.logger.warn('tags that the deploy may have added could not be looked for, or not removed', {
        code: error.failure.code,
      });
    }
  }
}

/** Why the previous certificate is not sent. */
function unfit(
  { compromised, error, reason }: Extract<Previous, { readonly from: 'nowhere' }>,
  { target }: ResolvedTarget,
): readonly [RollbackFailure, CertctlError?] {
  if (!compromised) return error ? ['no_key', error] : ['no_key'];
  const message = `the previous certificate is not put back: ${reason}`;
  return ['compromised', new CertctlError('leaf_compromised', message, { target: target.id })];
}

/** Where each import makes a revision, a later one than ours is seen to be of somebody else's making. */
function isOnTopOfOurs({ seen, held }: Look, entry: JournalEntry, { plugin }: ResolvedTarget): boolean {
  return (
    plugin.capabilities.rotation === 'versioned' &&
    seen === 'foreign' &&
    entry.revision !== undefined &&
    held?.revision !== undefined
  );
}
