import { type Clock, type EpochMs, isFailure } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import type { ResolvedBinding } from './resolved-binding.js';

/** Pointing a consumer at what it points at already changes nothing, so a lost answer is asked for again. */
const ROUNDS = 3;

/**
 * Points a consumer at a certificate. What was never answered is for the proof to tell.
 *
 * @param knownBy until then it is asked again when the service does not know of the certificate
 * @param onSent told when the request may have had an effect
 * @throws CertctlError the error of the last call
 */
export async function pointConsumer(
  { binding, config, place }: ResolvedBinding,
  reference: string,
  knownBy: EpochMs,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
  onSent: () => void = () => {},
): Promise<void> {
  let interval = timing.proveFirstIntervalMs;
  for (let lost = 0; ; interval = Math.min(interval * 2, timing.proveLongestIntervalMs)) {
    try {
      await binding.bind({ place, config }, reference, call);
      return onSent();
    } catch (error) {
      const isLost = isFailure(error, 'uncertain');
      if (isLost) onSent();
      if (isLost && ++lost >= ROUNDS) return;
      const isLate = isFailure(error, 'absent') && clock.now() + interval < knownBy;
      if (!isLost && !isLate) throw error;
    }
    await call.wait(interval);
  }
}
