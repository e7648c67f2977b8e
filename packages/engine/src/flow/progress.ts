import type { EpochMs } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { Journal, JournalEntry, JournalPatch } from '../journal/journal.js';
import type { Deployment } from './deployment.js';

/**
 * The part of a request's time by which more is written than it can take. What is sent soon after its answer is
 * covered by what is on disk already.
 */
const AHEAD = 0.1;

/** The journal entry that the requests of this deploy belong to: its own, or one that it closes for another. */
@injectable()
export class Progress {
  #entry: JournalEntry | undefined;
  /** What was reached and is not written yet. */
  #reached: JournalPatch = {};
  /** Whether what is on disk would do to close the entry, whatever is sent next. */
  #isSafe = false;

  constructor(
    @inject(TOKENS.journal) private readonly journal: Journal,
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.timing) private readonly timing: Timing,
  ) {}

  async open(entry: JournalEntry): Promise<JournalEntry> {
    await this.journal.open(entry);
    this.#take(entry);
    return entry;
  }

  /** Takes up an entry that was left open; whoever left it can write to it no more. */
  async adopt(entry: JournalEntry): Promise<JournalEntry> {
    const adopted = await this.journal.adopt(entry.id, this.deployment.id);
    this.#take(adopted);
    return adopted;
  }

  /** @throws CertctlError `lease_lost` when a successor has taken the entry over */
  confirm(): Promise<void> {
    return this.journal.confirm(this.entry.id, this.deployment.id);
  }

  get entry(): JournalEntry {
    if (!this.#entry) throw new Error('no journal entry is open');
    return { ...this.#entry, ...this.#reached };
  }

  /**
   * Remembers a step of the way forward, in which nothing has been sent yet. It is written with what comes next, at
   * the latest before a request that writes: whoever closes the entry of a dead process finds the step before, with
   * what that step has left. Tags are set again by whoever finds the import, so their step may be lost.
   */
  reach(phase: 'importing' | 'tagging' | 'binding'): void {
    if (this.#entry?.phase === phase) return;
    this.#reached = { phase };
    if (phase !== 'tagging') this.#isSafe = false;
  }

  /** Writes how far the deploy has come; returns when that would survive the end of the process. */
  async advance(patch: JournalPatch): Promise<JournalEntry> {
    const reached = { ...this.#reached, ...patch };
    const { entry } = this;
    await this.journal.advance(entry.id, this.deployment.id, reached);
    // Nobody else writes to an entry that this deploy owns, and what it no longer owns it cannot advance.
    this.#entry = { ...entry, ...patch };
    this.#reached = {};
    this.#isSafe = patch.inFlightUntil !== undefined || (this.#isSafe && canBeSeen(patch, entry));
    return this.#entry;
  }

  /**
   * Before a write.
   * @param until the moment until which it can be under way
   * @param deadline that of all requests of its kind
   */
  async sending(until: EpochMs, deadline: EpochMs): Promise<void> {
    if (!this.#entry || (this.#isSafe && this.#entry.inFlightUntil >= until)) return;
    const inFlightUntil = Math.min(until + Math.ceil(this.timing.requestMs * AHEAD), deadline);
    await this.advance({ inFlightUntil: Math.max(this.#entry.inFlightUntil, inFlightUntil) });
  }

  #take(entry: JournalEntry): void {
    this.#entry = entry;
    this.#reached = {};
    this.#isSafe = false;
  }

  /** Requests from here on belong to no entry. */
  leave(): void {
    this.#entry = undefined;
    this.#reached = {};
  }
}

/** An import that was answered is found by whoever looks, where it is at an address that was known before. */
function canBeSeen({ phase, addresses, reference }: JournalPatch, before: JournalEntry): boolean {
  const isKnown = addresses === undefined && (reference === undefined || reference === before.reference);
  return phase === 'imported' && isKnown;
}
