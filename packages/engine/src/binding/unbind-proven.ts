import { CertctlError, type Clock } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { showsAfter, untilAnswered } from '../flow/until-answered.js';
import type { ResolvedBinding } from './resolved-binding.js';

/** Taking away what is not there changes nothing; a service that did not find it may have looked too early. */
const ROUNDS = 3;

/**
 * Takes a certificate from a consumer and looks until it is gone; asked for again when it stays.
 * @throws CertctlError `binding_not_proven`, or the error of a call
 */
export async function unbindProven(
  { binding, config, place, plugin }: ResolvedBinding,
  reference: string,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<void> {
  const { unbind } = binding;
  if (!unbind) {
    throw new CertctlError('plugin_failed', `${plugin.type} cannot take a certificate from ${place.title}`);
  }
  const isGone = async () => {
    const now = await binding.inspect({ place, config }, call);
    return now.state === 'absent' || !now.references.includes(reference);
  };
  for (let round = 1; round <= ROUNDS; round++) {
    const answered = await untilAnswered(
      () => unbind.call(binding, { place, config }, reference, call),
      call,
      timing,
    );
    const until = clock.now() + timing.settleMs;
    for (let interval = timing.proveFirstIntervalMs; ; interval *= 2) {
      if (await showsAfter(answered, isGone, call, clock, timing)) return;
      if (clock.now() + interval > until) break;
      await call.wait(interval);
    }
  }
  throw new CertctlError('binding_not_proven', `${place.title} still shows ${reference}`);
}
