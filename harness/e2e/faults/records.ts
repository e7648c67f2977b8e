import {
  type CallRecord,
  type JournalEntry,
  type JournalPatch,
  MemoryAddressBook,
  MemoryAuditLog,
  MemoryHolds,
  MemoryJournal,
  MemoryKeyKeeper,
  Metrics,
  type Phase,
  type ServiceOverride,
  TOKENS,
} from '@certctl/engine';
import type { Logger } from '@certctl/plugin-api';

/**
 * Where a call stands in its flow: before the journal is opened, in one of its phases, or, as nothing is written of
 * what sends nothing, in its proof.
 */
export type Moment = 'before' | Phase | 'proving';

/** Tells when a deploy enters a phase, before it sends the first request of it. */
class PhasedJournal extends MemoryJournal {
  moment: Moment = 'before';
  readonly entered = new Map<Moment, () => void>();

  override async open(entry: JournalEntry): Promise<void> {
    await super.open(entry);
    this.enter('opened');
  }

  override async advance(id: string, owner: string, patch: JournalPatch): Promise<void> {
    await super.advance(id, owner, patch);
    if (patch.phase !== undefined && patch.phase !== this.moment) this.enter(patch.phase);
  }

  enter(moment: Moment): void {
    this.moment = moment;
    this.entered.get(moment)?.();
    // A deploy that closes the entry later enters the phase again, and is not to be struck.
    this.entered.delete(moment);
  }
}

const silent = (): void => {};

/** What one installation has written down. */
export class Records {
  readonly audit = new MemoryAuditLog();
  readonly journal = new PhasedJournal();
  readonly metrics = new Metrics();
  readonly keeper = new MemoryKeyKeeper();
  readonly addressBook = new MemoryAddressBook();
  readonly holds = new MemoryHolds();
  /** Every attempt, in the order in which they ended. */
  readonly calls: CallRecord[] = [];
  /** Attempts at the call that the fault struck, from then on. */
  readonly struck: CallRecord[] = [];
  #watched: { readonly operation: string; readonly used: () => number } | undefined;

  /** A move of the store, after the import: its tags, then its proof. */
  moves(method: string): void {
    const { moment } = this.journal;
    if (moment !== 'imported' && moment !== 'tagging') return;
    if (['read', 'readKeyBack'].includes(method)) this.journal.enter('proving');
    else if (moment === 'imported' && ['readTags', 'tag', 'activate'].includes(method))
      this.journal.enter('tagging');
  }

  /** Notes what becomes of the call that a fault strikes. */
  watch(operation: string, used: () => number): void {
    this.#watched = { operation, used };
  }

  services(): readonly ServiceOverride[] {
    return [
      [TOKENS.audit, this.audit],
      [TOKENS.journal, this.journal],
      [TOKENS.metrics, this.metrics],
      [TOKENS.keeper, this.keeper],
      [TOKENS.addressBook, this.addressBook],
      [TOKENS.holds, this.holds],
      [TOKENS.logger, this.#logger()],
    ];
  }

  /** What a counter shows for each of its series that is not zero: `label=value,…` and the count. */
  async counter(name: string): Promise<Readonly<Record<string, number>>> {
    const metric = (await this.metrics.registry.getMetricsAsJSON()).find((each) => each.name === name);
    const series = (metric?.values ?? []).filter(({ value }) => value !== 0);
    const counts: Record<string, number> = {};
    for (const { labels, value } of series) {
      // Of the plugins that share an account each has a series of its own.
      const name = Object.values(labels).slice(1).join(' ');
      counts[name] = (counts[name] ?? 0) + value;
    }
    return counts;
  }

  #called(call: CallRecord): void {
    this.calls.push(call);
    const watched = this.#watched;
    if (watched?.operation !== call.operation || watched.used() === 0) return;
    const last = this.struck.at(-1);
    if (last !== undefined && (last.result === 'ok' || call.attempt !== last.attempt + 1)) return;
    this.struck.push(call);
  }

  #logger(): Logger {
    return {
      debug: (message, fields) => {
        // The engine writes one line for each attempt, and what it writes there is its record.
        if (message === 'call') this.#called(fields as unknown as CallRecord);
      },
      info: silent,
      warn: silent,
      error: silent,
    };
  }
}
