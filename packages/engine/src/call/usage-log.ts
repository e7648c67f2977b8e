import type { EpochMs } from '@certctl/plugin-api';

/** A request that counts against a quota of a long window. */
export interface Use {
  readonly id: string;
  /** What shares the quota: an account and region. */
  readonly scope: string;
  readonly operation: string;
  /** When it stops counting. */
  readonly until: EpochMs;
}

export interface Tally {
  /** Requests that count now. */
  readonly count: number;
  /** When one more would be within what is allowed; undefined when it is now. */
  readonly freeAt?: EpochMs;
}

/** Counts requests over months, across restarts. What others send to the same account is not in it. */
export interface UsageLog {
  /**
   * Resolves when the use would survive the end of the process: it is written before its request is sent. It need
   * not survive the machine, which can lose no more than the requests that were under way when it failed.
   */
  add(use: Use, now: EpochMs): Promise<void>;
  /** Takes back a use whose request is known to have done nothing. */
  remove(id: string): Promise<void>;
  tally(query: {
    readonly scope: string;
    readonly operation: string;
    readonly now: EpochMs;
    readonly allowed: number;
  }): Promise<Tally>;
}

/** Counts as long as its process lives. */
export class MemoryUsageLog implements UsageLog {
  readonly #uses = new Map<string, Use>();

  async add(use: Use, now: EpochMs): Promise<void> {
    for (const { id, until } of this.#uses.values()) if (until <= now) this.#uses.delete(id);
    this.#uses.set(use.id, use);
  }

  async remove(id: string): Promise<void> {
    this.#uses.delete(id);
  }

  async tally({ scope, operation, now, allowed }: Parameters<UsageLog['tally']>[0]): Promise<Tally> {
    const ends = [...this.#uses.values()]
      .filter((use) => use.scope === scope && use.operation === operation && use.until > now)
      .map(({ until }) => until)
      .sort((a, b) => a - b);
    const freeAt = ends[ends.length - allowed];
    return { count: ends.length, ...(freeAt === undefined ? {} : { freeAt }) };
  }
}
