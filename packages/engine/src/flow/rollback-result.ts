import {
  CertctlError,
  type Finding,
  isCertctlError,
  isPermissionMissing,
  type Place,
} from '@certctl/plugin-api';
import type { ConsumerOutcome } from '../binding/consumer-outcome.js';
import type { EngineCall } from '../call/engine-call.js';
import type { JournalEntry } from '../journal/journal.js';
import type { Holds, RollbackFailure } from '../outcome/outcome.js';
import type { ResolvedTarget } from './deployment.js';
import type { GivenPrevious } from './given-previous.js';
import type { Look } from './look.js';

export interface RollbackInput {
  readonly resolved: ResolvedTarget;
  readonly entry: JournalEntry;
  /** What the caller gave of the certificate that was held before. */
  readonly given: GivenPrevious | undefined;
  readonly call: EngineCall;
  /**
   * Consumers have their old certificate back. That stays what the journal says while the new one is taken away:
   * whoever closes the entry of a dead process could not see that they had ever been pointed elsewhere.
   */
  readonly pointedBack?: boolean;
}

/** How going back ended. `restored` and `withdrawn` were proven. */
export type RollbackResult = StoreResult & {
  readonly consumers?: readonly ConsumerOutcome[];
  /** Where the previous certificate is, when that is not where the deploy has put its own. */
  readonly place?: Place;
};

/** How it ended at the store. */
export type StoreResult =
  | {
      readonly status: 'restored' | 'withdrawn';
      /** Revision that is held now, where the service has any. */
      readonly revision?: string;
      readonly revisionReference?: string;
      readonly findings: readonly Finding[];
    }
  | {
      readonly status: 'also_failed';
      readonly why: RollbackFailure;
      readonly holds: Holds;
      readonly error?: CertctlError;
    }
  | { readonly status: 'unresolved'; readonly error: CertctlError };

/** Going back has failed: what is held is said, or that it is not known. */
export function failedBack(
  now: Look,
  entry: JournalEntry,
  why: RollbackFailure,
  error?: CertctlError,
): StoreResult {
  if (now.seen === 'unknown') {
    return {
      status: 'unresolved',
      error: now.error ?? error ?? new CertctlError('not_proven', 'nothing could be seen'),
    };
  }
  return { status: 'also_failed', why, holds: heldAfter(now, entry), ...(error ? { error } : {}) };
}

/** What a person is told of what was last seen. */
export function heldAfter(now: Look, entry: JournalEntry): Holds {
  switch (now.seen) {
    case 'gone':
      return 'absent';
    case 'previous':
      // Where there was nothing before, a person who reads "previous" would look for a certificate.
      return entry.preImage.state === 'present' ? 'previous' : 'absent';
    case 'new':
      if (now.held?.disabled) return 'disabled';
      // Whoever reads "new" would count on the certificate that was sent, and its key be taken for the one in use.
      return now.spoiled ? 'foreign' : 'new';
    case 'recovered':
      return 'previous';
    case 'foreign':
    case 'unknown':
      return 'foreign';
  }
}

/** Why going back ran into an error. @throws what is no error of a call or a plugin */
export function reasonOf(cause: unknown): { readonly why: RollbackFailure; readonly error: CertctlError } {
  if (!isCertctlError(cause)) throw cause;
  return { why: isPermissionMissing(cause) ? 'no_permission' : 'restore_failed', error: cause };
}
