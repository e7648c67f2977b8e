import type { FailureRule } from './case-failure.js';
import type { Level } from './conformance-case.js';

/**
 * - `passed`: it was seen to hold
 * - `failed`: it was seen not to hold
 * - `not-declared`: the plugin does not declare what the case is about
 * - `skipped`: it was not tried, or cannot be shown here; `reason` says why
 * - `errored`: the case itself, or the environment, broke; nothing is known
 */
export type CaseOutcome = 'passed' | 'failed' | 'not-declared' | 'skipped' | 'errored';

/** One request that the service was sent, without anything secret. */
export interface Exchange {
  /** Milliseconds since the case began. */
  readonly atMs: number;
  /** The declared operation that it is, or the words of the request where it is none. */
  readonly operation: string;
  readonly request: string;
  readonly answer: string;
}

export interface Failure {
  readonly message: string;
  readonly expected?: string;
  readonly observed?: string;
  /** Requests of the case, oldest first; where there were many, those that it is about and the last ones. */
  readonly exchange: readonly Exchange[];
  /** What failed is held to in every case, and this is said of it in place of what the case says of itself. */
  readonly rule?: FailureRule;
}

/** What became of one case. */
export interface CaseResult {
  readonly slug: string;
  readonly level: Level;
  readonly title: string;
  readonly outcome: CaseOutcome;
  readonly ms: number;
  /** Of what is not declared, and of what was skipped. */
  readonly reason?: string;
  /** Of what failed or errored. */
  readonly failure?: Failure;
  /** `known`: it failed, and the baseline says so. `stale`: the baseline says that it fails, and it does not. */
  readonly baseline?: 'known' | 'stale';
  /** How often each declared operation was seen at the service. */
  readonly calls: Readonly<Record<string, number>>;
}
