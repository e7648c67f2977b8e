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

/**
 * The records of a target come from a backup, and what was done since is not in them. No certificate lifts
 * this, however new: somebody has to look at what is held, and release the target.
 */
export interface RestoredHold {
  readonly targetId: string;
  /** When the backup was made. */
  readonly backupAt: EpochMs;
  /** When it was put back. */
  readonly since: EpochMs;
}

export interface Holds {
  get(targetId: string): Promise<Hold | undefined>;
  put(hold: Hold): Promise<void>;
  /** @returns whether there was one. */
  release(targetId: string): Promise<boolean>;
  /** Of every target, known or not, from a restore of the records until the target is released. */
  restored(targetId: string): Promise<RestoredHold | undefined>;
  /** @returns whether the target was on hold for a restore. */
  releaseRestored(targetId: string): Promise<boolean>;
  /** Ends what a restore has put on hold, for every target. @returns whether there was anything. */
  releaseAllRestored(): Promise<boolean>;
}

export class MemoryHolds implements Holds {
  readonly #holds = new Map<string, Hold>();
  #restore:
    | { readonly backupAt: EpochMs; readonly since: EpochMs; readonly released: Set<string> }
    | undefined;

  async get(targetId: string): Promise<Hold | undefined> {
    return this.#holds.get(targetId);
  }

  async put(hold: Hold): Promise<void> {
    this.#holds.set(hold.targetId, hold);
  }

  async release(targetId: string): Promise<boolean> {
    return this.#holds.delete(targetId);
  }

  /** From now on the records are those of a backup. */
  markRestored(backupAt: EpochMs, since: EpochMs): void {
    this.#restore = { backupAt, since, released: new Set() };
  }

  async restored(targetId: string): Promise<RestoredHold | undefined> {
    if (!this.#restore || this.#restore.released.has(targetId)) return undefined;
    const { backupAt, since } = this.#restore;
    return { targetId, backupAt, since };
  }

  async releaseRestored(targetId: string): Promise<boolean> {
    const held = await this.restored(targetId);
    this.#restore?.released.add(targetId);
    return held !== undefined;
  }

  async releaseAllRestored(): Promise<boolean> {
    const held = this.#restore !== undefined;
    this.#restore = undefined;
    return held;
  }
}
