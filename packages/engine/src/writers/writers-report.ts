import type { CertctlError, EpochMs, Finding, Trail, Write } from '@certctl/plugin-api';

/**
 * `this`: the request is in our own records. `ours`: the identity that we have, and no record of ours: another
 * installation, an earlier one, or somebody who may use that identity. `other`: anybody else.
 */
export type WriterKind = 'this' | 'ours' | 'other';

/** A write with whose it is, and by what that was told. */
export interface RecognisedWrite extends Write {
  readonly writer: WriterKind;
  /** Absent when it was recognised by nothing. */
  readonly by?: 'request' | 'principal';
  /** The deploy that sent it, when it was recognised by its request. */
  readonly deploymentId?: string;
  /** Title of the trail that shows it. */
  readonly trail: string;
}

/**
 * `read`: all of the window was read. `lacking`: the target does not say where it is. `refused`: a permission is
 * missing. `silent`: it holds nothing of the place, not even reads. `failed`: it was read in part, or not at all.
 */
export type TrailState = 'read' | 'lacking' | 'refused' | 'silent' | 'failed';

/** What became of one trail. */
export interface ReadTrail
  extends Pick<Trail, 'title' | 'covers' | 'shows' | 'misses' | 'lagMs' | 'keptMs' | 'source' | 'operation'> {
  readonly state: TrailState;
  /** Why it was not read. */
  readonly why?: string;
  readonly error?: CertctlError;
}

/** The certificate's own place, or one of its consumers. */
export interface WrittenPlace {
  readonly kind: 'store' | 'consumer';
  readonly title: string;
  readonly type: string;
  readonly address: string;
  readonly reference?: string;
  /** Who our own calls are made as; absent when it could not be told. */
  readonly self?: string;
  /** Whether a trail that shows who wrote the content was read, from end to end. */
  readonly known: boolean;
  /** Newest first, refused attempts too. */
  readonly writes: readonly RecognisedWrite[];
  readonly trails: readonly ReadTrail[];
}

/** Who wrote to a target and to its consumers. */
export interface WritersReport {
  readonly target: { readonly id: string; readonly name: string; readonly type: string };
  readonly since: EpochMs;
  readonly until: EpochMs;
  /**
   * `others`: somebody else wrote. `alone`: nobody else did, as far as every trail shows. `unknown`: nobody else
   * was seen, and of some place it could not be looked.
   */
  readonly verdict: 'alone' | 'others' | 'unknown';
  /** The other principals that wrote, each once, in the order of their last write. */
  readonly others: readonly string[];
  readonly places: readonly WrittenPlace[];
  /** What cannot be known, and what to do about it. */
  readonly findings: readonly Finding[];
}
