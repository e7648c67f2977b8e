import { CertctlError, type Clock, type Held, isCertctlError, isFailure } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import type { ResolvedTarget } from './deployment.js';
import { shownInstead, type ToBeShown } from './shown-instead.js';

export interface Proof {
  readonly held: Held;
}

/**
 * Polls until the service shows what was sent, as the latest and, in a versioned store, under the revision
 * of the import. A service may go on showing the old certificate for a while after an import.
 *
 * @param matches whether what is held is what was sent
 * @param wanted what that is, so that the error can tell what is shown instead
 * @throws CertctlError `not_proven` when the deadline passes first; the error of a read that was refused
 */
export async function prove(
  resolved: ResolvedTarget,
  revision: string | undefined,
  matches: (held: Held) => boolean,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
  wanted?: ToBeShown,
): Promise<Proof> {
  const { store, place, plugin } = resolved;
  const from = clock.now();
  const until = Math.min(clock.now() + timing.proveMs, call.deadline);
  const versioned = plugin.capabilities.rotation === 'versioned' && revision !== undefined;
  let cause: unknown;
  let shown: Held | 'absent' | undefined;
  for (
    let interval = timing.proveFirstIntervalMs;
    ;
    interval = Math.min(interval * 2, timing.proveLongestIntervalMs)
  ) {
    try {
      const latest = await store.read(place, 'latest', call);
      const own = versioned ? await store.read(place, { revision }, call) : latest;
      if (latest !== 'absent' && own !== 'absent' && matches(latest) && matches(own)) return { held: latest };
      cause = undefined;
      shown = latest !== 'absent' && matches(latest) ? own : latest;
    } catch (error) {
      if (!isCertctlError(error) || isFailure(error, 'refused') || error.failure === undefined) throw error;
      cause = error;
      shown = undefined;
    }
    const left = until - clock.now();
    if (left <= 0) break;
    await call.wait(Math.min(interval, left));
  }
  const within = `within ${((clock.now() - from) / 1000).toFixed(1)} s`;
  const instead = shown && wanted ? `: ${shownInstead(shown, wanted, plugin.capabilities.proof)}` : '';
  throw new CertctlError(
    'not_proven',
    `${place.reference ?? place.address} did not show the certificate that was sent ${within}${instead}`,
    { target: resolved.target.id, ...(cause === undefined ? {} : { cause }) },
  );
}
