import type { DeploymentRecord, JournalEntry, TargetStatus } from '@certctl/engine';
import type { CertctlError, EpochMs } from '@certctl/plugin-api';

/** What is held now, or why that could not be looked up. */
export type Live =
  | { readonly at: EpochMs; readonly status: TargetStatus }
  | { readonly at: EpochMs; readonly error: CertctlError }
  /** No target was given to look at. */
  | 'not asked';

/** Everything that is known of one deploy. */
export interface DeploymentFacts {
  readonly record: DeploymentRecord;
  /** The journal's entry when the process has left no record: it was killed, or is still at work. */
  readonly open?: JournalEntry;
  readonly live: Live;
  /** The words that look at the target again, such as `web -f targets.yaml`. */
  readonly words: string;
  readonly now: EpochMs;
}
