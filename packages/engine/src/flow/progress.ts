import type { EpochMs } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { Journal, JournalEntry, JournalPatch } from '../journal/journal.js';

/** The journal entry that the requests of this deploy belong to: its own, or one that it closes for another. */
@injectable()
export class Progress {
  #entry: JournalEntry | undefined;

  constructor(@inject(TOKENS.journal) private readonly journal: Journal) {}

  async open(entry: JournalEntry): Promise<JournalEntry> {
    await this.journal.open(entry);
    this.#entry = entry;
    return entry;
  }

  /** Takes up an entry that was left open. */
  adopt(entry: JournalEntry): void {
    this.#entry = entry;
  }

  /** The entry as it was last written. */
  get entry(): JournalEntry {
    if (!this.#entry) throw new Error('no journal entry is open');
    return this.#entry;
  }

  /** Writes how far the deploy has come; returns when that would survive a crash. */
  async advance(patch: JournalPatch): Promise<JournalEntry> {
    this.#entry = await this.journal.advance(this.entry.id, patch);
    return this.#entry;
  }

  /** Before a write: the moment until which it can be under way. */
  async sending(inFlightUntil: EpochMs): Promise<void> {
    if (this.#entry && this.#entry.inFlightUntil < inFlightUntil) await this.advance({ inFlightUntil });
  }

  /** Requests from here on belong to no entry. */
  leave(): void {
    this.#entry = undefined;
  }
}
