import type { EpochMs } from './material.js';

/** Shared by all copies of this module: host and plugin may each have their own. */
const DEADLINE = Symbol.for('certctl.deadline');

/** Has the signal say, too, until when it is meant to hold back. @returns the signal */
export function withDeadline(signal: AbortSignal, deadline: EpochMs): AbortSignal {
  return Object.assign(signal, { [DEADLINE]: deadline });
}

/**
 * When the signal of an attempt aborts, by the host's clock. Timers come late in a process that was stopped
 * and goes on; whoever looks at this right before sending sends nothing that is no longer to be sent.
 */
export function deadlineOf(signal: AbortSignal): EpochMs | undefined {
  const deadline: unknown = Reflect.get(signal, DEADLINE);
  return typeof deadline === 'number' ? deadline : undefined;
}
