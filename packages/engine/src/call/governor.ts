// It may be the first to be loaded of what tsyringe has to look at.
import 'reflect-metadata';
import type { Clock, EpochMs, Quota } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';

/** Whose request goes first when a quota is short. Lower goes first. */
export const RANKS = { restore: 0, deploy: 1, look: 2 } as const;
export type Rank = (typeof RANKS)[keyof typeof RANKS];

export interface Turn {
  /** What shares the quota: an account and region, a vault. */
  readonly scope: string;
  readonly quota: Quota;
  readonly rank: Rank;
  /** When the certificate that is held now expires: of one rank, the earliest goes first, and none last. */
  readonly expires?: EpochMs;
  readonly signal: AbortSignal;
}

/** Keeps requests within the rates that services publish. */
export interface Governor {
  /** When a request that is asked for now could be sent at the earliest, with those before it in the queue. */
  earliest(turn: Turn): EpochMs;
  /** Resolves when the request may be sent; rejects with the signal's reason. */
  take(turn: Turn): Promise<void>;
}

interface Waiter extends Turn {
  readonly go: () => void;
}

interface Lane {
  /** When the requests of the last window were let go, oldest first; never more than the quota. */
  readonly sent: EpochMs[];
  readonly waiting: Waiter[];
  pumping: boolean;
}

/**
 * Lets no more requests go within any window than the quota has, counted in this process. The window slides,
 * so that no moment is twice as busy as the service allows.
 */
@injectable()
export class QuotaGovernor implements Governor {
  readonly #lanes = new Map<string, Lane>();

  constructor(@inject(TOKENS.clock) private readonly clock: Clock) {}

  earliest(turn: Turn): EpochMs {
    const lane = this.#lane(turn);
    const ahead = lane.waiting.filter((each) => !goesBefore(turn, each)).length;
    const rounds = Math.floor(ahead / turn.quota.requests);
    return this.#nextSlot(lane, turn.quota) + rounds * turn.quota.perMs;
  }

  take(turn: Turn): Promise<void> {
    const lane = this.#lane(turn);
    return new Promise((resolve, reject) => {
      const stop = () => {
        const at = lane.waiting.indexOf(waiter);
        if (at >= 0) lane.waiting.splice(at, 1);
        reject(turn.signal.reason);
      };
      const go = () => {
        turn.signal.removeEventListener('abort', stop);
        resolve();
      };
      const waiter: Waiter = { ...turn, go };
      if (turn.signal.aborted) return reject(turn.signal.reason);
      turn.signal.addEventListener('abort', stop, { once: true });
      const behind = lane.waiting.findIndex((each) => goesBefore(turn, each));
      lane.waiting.splice(behind < 0 ? lane.waiting.length : behind, 0, waiter);
      if (!lane.pumping) void this.#pump(lane);
    });
  }

  async #pump(lane: Lane): Promise<void> {
    lane.pumping = true;
    for (let next = lane.waiting[0]; next; next = lane.waiting[0]) {
      const wait = this.#nextSlot(lane, next.quota) - this.clock.now();
      if (wait > 0) {
        await this.clock.sleep(wait);
        // Whoever came in the meantime may go first.
        continue;
      }
      lane.waiting.shift();
      lane.sent.push(this.clock.now());
      if (lane.sent.length > next.quota.requests) lane.sent.shift();
      next.go();
    }
    lane.pumping = false;
  }

  #nextSlot({ sent }: Lane, { requests, perMs }: Quota): EpochMs {
    const now = this.clock.now();
    const oldest = sent.length < requests ? undefined : sent[0];
    return oldest === undefined ? now : Math.max(now, oldest + perMs);
  }

  #lane({ scope, quota }: Turn): Lane {
    const key = `${scope}\n${quota.operation}`;
    const lane = this.#lanes.get(key) ?? { sent: [], waiting: [], pumping: false };
    this.#lanes.set(key, lane);
    return lane;
  }
}

/** Whether a turn overtakes one that has waited longer. */
function goesBefore(turn: Turn, waiting: Turn): boolean {
  if (turn.rank !== waiting.rank) return turn.rank < waiting.rank;
  return (turn.expires ?? Number.POSITIVE_INFINITY) < (waiting.expires ?? Number.POSITIVE_INFINITY);
}

/** Lets everything go at once: for a host that paces by itself, or a service without rates. */
export const ungoverned: Governor = {
  earliest: () => 0,
  take: () => Promise.resolve(),
};
