import type { Call } from './call.js';
import type { EpochMs } from './material.js';

/** What is asked for: writes from `since` to `until`, both included. */
export interface WriteWindow {
  readonly since: EpochMs;
  readonly until: EpochMs;
}

/** One write, or the attempt at one, as the vendor recorded it. Never a body: those of imports hold private keys. */
export interface Write {
  readonly at: EpochMs;
  /**
   * Who did it, by the vendor's own identifier: the ARN of a user, or of a role without its session; an object
   * id. Two writes of one identity have the same.
   */
  readonly principal: string;
  /** What the principal went by at that time: the session of a role, a user's sign-in name. */
  readonly session?: string;
  /** The vendor's name of the operation, as its records spell it (`ImportCertificate`). */
  readonly operation: string;
  /** The request's name, as the service answered with it or the client had chosen it. */
  readonly requestId?: string;
  /** The record's own name. */
  readonly eventId?: string;
  readonly sourceAddress?: string;
  readonly userAgent?: string;
  /** `refused`: the service did nothing. */
  readonly outcome: 'ok' | 'refused';
  /** Of a refused one, the vendor's code. */
  readonly errorCode?: string;
  /** What it touched, in words: the certificate, its tags, the settings of the vault. */
  readonly change: string;
}

/** One record that the vendor keeps, and how far it can be trusted to show every writer. */
export interface Trail {
  /** As people call it: `CloudTrail event history of eu-west-1`. */
  readonly title: string;
  /** `content`: it shows who wrote the certificate or pointed the consumer. `settings`: only what surrounds it. */
  readonly covers: 'content' | 'settings';
  /** What it shows, and what it never does. Sentences. */
  readonly shows: string;
  readonly misses: string;
  /** How long after a write the record may still be without it. */
  readonly lagMs: number;
  /** How far back it goes, where that is the vendor's rule and not the operator's. */
  readonly keptMs?: number;
  /** The vendor's document for all of this. */
  readonly source: string;
  /** The operation that reads it, one of the plugin's `permissions`. */
  readonly operation: string;
  /** Why it cannot be read as the target is configured, and what would change that. */
  readonly lacks?: string;
  /**
   * The writes within the window, in any order. Not called when something `lacks`.
   * @throws CertctlError `trail_silent` when the record is there and holds nothing at all of this place, so
   * that its silence proves nothing
   */
  read(window: WriteWindow, call: Call): AsyncIterable<Write>;
}

/** What is known of those who write to a place. */
export interface Writers {
  /** Who the calls of this instance are made as, spelled as `principal` is; undefined when that is not told. */
  self(call: Call): Promise<string | undefined>;
  readonly trails: readonly Trail[];
}
