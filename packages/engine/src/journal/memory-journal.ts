import type { EpochMs } from '@certctl/plugin-api';
import type { OutcomeStatus } from '../outcome/outcome.js';
import type { ClosedEntry, Journal, JournalEntry, JournalPatch } from './journal.js';
import { noLongerOwned } from './no-longer-owned.js';

/** Of what has ended, only the newest are kept. */
const MOST = 1_000;

/** A journal that lives as long as its process. */
export class MemoryJournal implements Journal {
  readonly #open = new Map<string, JournalEntry>();
  readonly #closed: ClosedEntry[] = [];

  async open(entry: JournalEntry): Promise<void> {
    const other = await this.findOpen({ addresses: entry.addresses, targetId: entry.targetId });
    if (other) throw new Error(`journal entry ${other.id} is still open for ${entry.addresses.join(', ')}`);
    this.#open.set(entry.id, entry);
  }

  async adopt(id: string, owner: string): Promise<JournalEntry> {
    const present = this.#open.get(id);
    if (!present) throw noLongerOwned(id);
    const adopted = { ...present, owner };
    this.#open.set(id, adopted);
    return adopted;
  }

  async advance(id: string, owner: string, patch: JournalPatch): Promise<void> {
    this.#open.set(id, { ...this.#owned(id, owner), ...patch });
  }

  async close(id: string, owner: string, status: OutcomeStatus, at: EpochMs): Promise<void> {
    const entry = this.#owned(id, owner);
    this.#open.delete(id);
    this.#closed.push({ entry, status, closedAt: at });
    if (this.#closed.length > MOST) this.#closed.shift();
  }

  async confirm(id: string, owner: string): Promise<void> {
    this.#owned(id, owner);
  }

  async findOpen(query: {
    addresses: readonly string[];
    targetId: string;
  }): Promise<JournalEntry | undefined> {
    for (const entry of this.#open.values()) {
      if (entry.targetId === query.targetId) return entry;
      if (entry.addresses.some((address) => query.addresses.includes(address))) return entry;
    }
    return undefined;
  }

  async countOpen(): Promise<number> {
    return this.#open.size;
  }

  async history(targetId: string, limit: number): Promise<readonly ClosedEntry[]> {
    return this.#closed
      .filter(({ entry }) => entry.targetId === targetId)
      .reverse()
      .slice(0, limit);
  }

  /** What was closed, oldest first. */
  closed(): readonly { id: string; status: OutcomeStatus; at: EpochMs }[] {
    return this.#closed.map(({ entry, status, closedAt }) => ({ id: entry.id, status, at: closedAt }));
  }

  #owned(id: string, owner: string): JournalEntry {
    const entry = this.#open.get(id);
    if (entry?.owner !== owner) throw noLongerOwned(id);
    return entry;
  }
}
