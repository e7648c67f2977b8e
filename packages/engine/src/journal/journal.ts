import type { EpochMs, Observation, Place, Tags } from '@certctl/plugin-api';
import type { BindingRecord } from '../binding/binding-record.js';
import type { OutcomeStatus } from '../outcome/outcome.js';
import type { Purpose } from '../outcome/purpose.js';

/**
 * How far a deploy has come. A phase that ends in -ing is an intent: it is written before its call, so the
 * call may or may not have happened. The others are written after an answer.
 */
export type Phase =
  | 'opened'
  | 'undeleting'
  | 'importing'
  | 'imported'
  | 'tagging'
  /** Consumers are pointed at the new certificate. */
  | 'binding'
  /** Consumers are pointed back, and what they no longer use is taken away. */
  | 'unbinding'
  | 'restoring'
  | 'withdrawing'
  | 'redeleting';

/** What is needed to recognise the incoming certificate again, and nothing secret. */
export interface IncomingRecord {
  readonly leaf: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly fingerprint: string;
  readonly serial: string;
}

export interface JournalEntry {
  /** The deployment's id. */
  readonly id: string;
  readonly purpose: Purpose;
  readonly targetId: string;
  readonly targetType: string;
  /** Every address under which the entry can be found: that of a fresh target, then the one it was given. */
  readonly addresses: readonly string[];
  readonly reference?: string;
  /** What the service called the import, as soon as it is known. */
  readonly revision?: string;
  readonly phase: Phase;
  readonly openedAt: EpochMs;
  readonly incoming: IncomingRecord;
  /** Whether the deploy makes the address itself: only then may it take it away again. */
  readonly fresh: boolean;
  /** Of a store that makes another certificate with each import: the one before, which stays as it is. */
  readonly replaces?: Place;
  /** Whether material is sent; otherwise only tags are. */
  readonly imports: boolean;
  /** What was held before the first write. */
  readonly preImage: Observation;
  /** Tags that the deploy wants. */
  readonly tags: Tags;
  /** Last moment at which a request of this deploy can still be under way. */
  readonly inFlightUntil: EpochMs;
  readonly actor: string;
  /** Consumers of the deploy; absent when the target has none. */
  readonly bindings?: readonly BindingRecord[];
  /**
   * Deployment that may write to the entry: the one that opened it, or the one that came to close it. A
   * service takes no fencing token, so this is the fence.
   */
  readonly owner: string;
  /**
   * Time of the backup that the entry was restored from. What it says may long be over, and others may have
   * deployed since: it is closed by looking alone.
   */
  readonly fromBackup?: EpochMs;
}

export type JournalPatch = Partial<
  Pick<JournalEntry, 'phase' | 'addresses' | 'reference' | 'revision' | 'inFlightUntil'>
>;

/**
 * Where deploys write what they are about to do, before they do it. At most one entry is open for an
 * address; what is open after a crash is closed by the next deploy that comes by.
 */
export interface Journal {
  /** @throws when an entry is open for one of the addresses. */
  open(entry: JournalEntry): Promise<void>;
  /** Makes a deployment the owner of an open entry. From here on the one before can write no more. */
  adopt(id: string, owner: string): Promise<JournalEntry>;
  /**
   * Resolves when the change would survive the end of the process. With `inFlightUntil`, the last that is written
   * before a request, it and everything that was written before it would survive the machine, too.
   * @throws CertctlError `lease_lost` as `confirm` does
   */
  advance(id: string, owner: string, patch: JournalPatch): Promise<void>;
  /**
   * Resolves when the end, and everything before it, would survive the machine.
   * @throws CertctlError `lease_lost` as `confirm` does
   */
  close(id: string, owner: string, status: OutcomeStatus, at: EpochMs): Promise<void>;
  /**
   * Within a transaction: nobody else becomes the owner until it ends.
   * @throws CertctlError `lease_lost` when the entry belongs to another deployment now, or was closed by one
   */
  confirm(id: string, owner: string): Promise<void>;
  /** The open entry that touches one of the addresses or belongs to the target. */
  findOpen(query: { addresses: readonly string[]; targetId: string }): Promise<JournalEntry | undefined>;
  countOpen(): Promise<number>;
  /** Entries of a target that have ended, newest first. */
  history(targetId: string, limit: number): Promise<readonly ClosedEntry[]>;
}

/** An entry that has ended. */
export interface ClosedEntry {
  readonly entry: JournalEntry;
  readonly status: OutcomeStatus;
  readonly closedAt: EpochMs;
}
