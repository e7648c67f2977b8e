import type { Move } from './fault.js';

/** One request of a service's API, or one call of its client. */
export interface RequestKind {
  /** The declared operation that covers it. */
  readonly operation: string;
  readonly write?: true;
  /** Moves that it carries. */
  readonly moves?: readonly Move[];
}
