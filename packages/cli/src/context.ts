import type { Io } from './io.js';

/** One run of the program. */
export interface Context {
  readonly io: Io;
  /** Whether the answer is one JSON document. */
  readonly json: boolean;
  /** What the command ends with; an action sets it. */
  exitCode: number;
}
