import { type Clock, isFailure } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';

/** Sending a deletion or a disabling twice has the effect of sending it once. */
const ROUNDS = 3;

/** Whether a service has answered a write, or none of its answers has arrived. */
export type Answered = boolean;

/**
 * Sends a write of the way back until it is answered: a single lost request must not strand a deploy half way.
 * What is gone already counts as answered; what was never answered is for a look to tell, see `showsAfter`.
 */
export async function untilAnswered(
  write: () => Promise<void>,
  call: EngineCall,
  timing: Timing,
): Promise<Answered> {
  for (let round = 1; round <= ROUNDS; round++) {
    try {
      await write();
      return true;
    } catch (error) {
      if (isFailure(error, 'absent')) return true;
      if (!isFailure(error, 'uncertain')) throw error;
    }
    if (round < ROUNDS) await call.wait(timing.proveFirstIntervalMs);
  }
  return false;
}

/**
 * Whether a service shows what a write of the way back was for. One that was never answered may not have taken
 * effect, and a late read shows the state before the deploy, which looks the same: so that it has to show until
 * reads have settled.
 */
export async function showsAfter(
  answered: Answered,
  shows: () => Promise<boolean>,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<boolean> {
  const until = clock.now() + (answered ? 0 : timing.settleMs);
  for (let interval = timing.proveFirstIntervalMs; ; interval *= 2) {
    if (!(await shows())) return false;
    if (clock.now() + interval > until) return true;
    await call.wait(interval);
  }
}
