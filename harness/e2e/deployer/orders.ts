import type { OutcomeStatus, Target, Timing } from '@certctl/engine';

/** Where the records of an installation are. */
export type RecordsPlace = { readonly folder: string } | { readonly postgres: string };

/** What a deployer works with: the records of one installation, and its credentials. */
export interface Installation {
  readonly records: RecordsPlace;
  /** Where it is kept what would be on the disk of records in a folder, if the power failed. */
  readonly disk?: string;
  /** File of the key-encryption key; it exists. */
  readonly keyFile: string;
  readonly instance: string;
  readonly timing: Partial<Timing>;
  readonly accessKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly vaultToken: string;
  /** The command `reload`, for bundles in files. */
  readonly reload: { readonly file: string; readonly args: readonly string[] };
}

/**
 * A place in a deploy where it writes its records or asks a store to write: the point (`journal.advance
 * importing`, `store.import`), just before or just after it.
 */
export interface Passage {
  readonly point: string;
  readonly side: 'before' | 'after';
}

/** What shall happen at the nth passage there, counted from one: the process dies, is stopped, or waits for `go`. */
export interface Halt extends Passage {
  readonly nth: number;
  readonly how: 'die' | 'stop' | 'wait';
}

export interface DeployOrder {
  /** The deployment's id. */
  readonly id: string;
  readonly target: Target;
  readonly certificate: string;
  readonly chain: string;
  readonly privateKey: string;
  readonly halts?: readonly Halt[];
}

export type Order =
  | { readonly order: 'open'; readonly installation: Installation; readonly aheadMs: number }
  /** How far its clock is ahead of the machine's, from here on. */
  | { readonly order: 'clock'; readonly aheadMs: number }
  /** Looks at a target, so that what is loaded at the first use of its plugin is there. */
  | { readonly order: 'look'; readonly target: Target }
  | { readonly order: 'deploy'; readonly deploy: DeployOrder }
  | { readonly order: 'go' };

/** How a deploy ended, as its process was told. */
export interface Ended {
  readonly id: string;
  readonly status: OutcomeStatus;
  readonly error?: string;
  readonly passed: readonly Passage[];
}

export type Report =
  | { readonly report: 'loaded' }
  | { readonly report: 'opened' }
  | { readonly report: 'looked' }
  | { readonly report: 'halted'; readonly passage: Passage }
  | { readonly report: 'ended'; readonly ended: Ended }
  | { readonly report: 'broken'; readonly message: string };
