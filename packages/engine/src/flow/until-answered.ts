import { isFailure } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';

/** Sending a deletion or a disabling twice has the effect of sending it once. */
const ROUNDS = 3;

/**
 * Sends a write of the way back until it is answered: a single lost request must not strand a deploy half way.
 * What is gone already, or was never answered, is for the next look to tell.
 */
export async function untilAnswered(
  write: () => Promise<void>,
  call: EngineCall,
  timing: Timing,
): Promise<void> {
  for (let round = 1; round <= ROUNDS; round++) {
    try {
      return await write();
    } catch (error) {
      if (isFailure(error, 'absent')) return;
      if (!isFailure(error, 'uncertain')) throw error;
    }
    if (round < ROUNDS) await call.wait(timing.proveFirstIntervalMs);
  }
}
