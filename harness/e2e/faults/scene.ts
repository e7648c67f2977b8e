import type { OutcomeStatus } from '@certctl/engine';
import type { FaultSlug } from './fault-kinds.js';
import type { Moment, Records } from './records.js';

/** How a flow ended, deploy or not. */
export interface Ended {
  readonly status: OutcomeStatus | 'listed' | 'adopted' | 'thrown';
  /** Code of the error that ended it. */
  readonly code?: string;
  readonly holds?: string;
  readonly why?: string;
  readonly findings: readonly string[];
}

/** A request as the service saw it. */
export interface WireRequest {
  readonly operation: string;
  readonly moment: Moment;
  /** Sent by the SDK on its own to learn how to authenticate; the engine has no record of it. */
  readonly handshake?: true;
  /** Of an operation on files: whether it came to a content that could be another. */
  content?: 'same' | 'differs from before';
}

/** A fault that cannot be met at a call, and why not. */
export interface Impossible {
  readonly impossible: string;
}

export interface Armed {
  readonly used: () => number;
}

/** One installation with a service of its own, right before a flow is run. */
export interface Scene {
  readonly records: Records;
  /**
   * Sets a fault for the nth request of an operation from now on.
   * @returns how often it struck; or why there is no such fault
   */
  arm(operation: string, nth: number, fault: FaultSlug): Armed | Impossible;
  /** Runs the flow. */
  act(): Promise<Ended>;
  readonly wire: readonly WireRequest[];
  /** A declared operation whose attempts reach nobody that could see them: the host itself answers. */
  readonly unseen?: string;
  /** What is there, seen past the plugin, in words. */
  held(): string;
  /** Everything that is there, comparable: nothing has changed if it is equal. */
  snapshot(): unknown;
  /** Ends all faults. */
  heal(): void;
  /** Deploys a newer certificate. */
  again(): Promise<Ended>;
  close(): Promise<void>;
}

export interface Flow {
  readonly plugin: 'acm' | 'elbv2' | 'key-vault' | 'filesystem';
  readonly slug: string;
  readonly what: string;
  /** Which of its calls are rows; the others are rows of another flow. */
  readonly rows: (call: {
    readonly operation: string;
    readonly moment: Moment;
    readonly nth: number;
  }) => boolean;
  readonly create: () => Promise<Scene>;
}
