import { CertctlError, type Clock, isCertctlError, isFailure, type Wanted } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import type { ResolvedBinding } from './resolved-binding.js';

/**
 * Polls until a consumer is seen to use a certificate: it may show, and serve, another one for a while.
 *
 * @throws CertctlError `binding_not_proven` when the deadline passes first; the error of a look that was refused
 */
export async function proveConsumer(
  { binding, config, place }: ResolvedBinding,
  wanted: Wanted,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<void> {
  const from = clock.now();
  const until = Math.min(from + timing.proveMs, call.deadline);
  let shows = '';
  let cause: unknown;
  for (
    let interval = timing.proveFirstIntervalMs;
    ;
    interval = Math.min(interval * 2, timing.proveLongestIntervalMs)
  ) {
    try {
      const now = await binding.settled({ place, config }, wanted, call);
      if (now.settled) return;
      shows = now.shows;
      cause = undefined;
    } catch (error) {
      if (!isCertctlError(error) || isFailure(error, 'refused') || error.failure === undefined) throw error;
      cause = error;
    }
    const left = until - clock.now();
    if (left <= 0) break;
    await call.wait(Math.min(interval, left));
  }
  const seen = shows === '' ? '' : `: it shows ${shows}`;
  throw new CertctlError(
    'binding_not_proven',
    `${place.title} was not seen to use ${wanted.reference} within ${((clock.now() - from) / 1000).toFixed(1)} s${seen}`,
    cause === undefined ? {} : { cause },
  );
}

/** What proves it: a handshake where one could be made before the deploy, otherwise what the service says. */
export function proofOf({ leaf }: Wanted): 'reference' | 'handshake' {
  return leaf ? 'handshake' : 'reference';
}
