import type { EpochMs } from '@certctl/plugin-api';

/** A target to which nothing is sent again until it is released, or a newer certificate comes. */
export interface Hold {
  readonly targetId: string;
  /** SHA-256 of the leaf that failed: quarantined. */
  readonly fingerprint: string;
  readonly notBefore: EpochMs;
  readonly since: EpochMs;
  readonly deploymentId: string;
  readonly reason: string;
}

export interface Holds {
  get(targetId: string): Promise<Hold | undefined>;
  put(hold: Hold): Promise<void>;
  /** @returns whether there was one. */
  release(targetId: string): Promise<boolean>;
}

export class MemoryHolds implements Holds {
  readonly #holds = new Map<string, Hold>();

  async get(targetId: string): Promise<Hold | undefined> {
    return this.#holds.get(targetId);
  }

  async put(hold: Hold): Promise<void> {
    this.#holds.set(hold.targetId, hold);
  }

  async release(targetId: string): Promise<boolean> {
    return this.#holds.delete(targetId);
  }
}
