import { type CertctlError, type Clock, type Finding, isCertctlError } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { badRevisionEnabled } from '../plan/findings.js';
import type { ResolvedTarget } from './deployment.js';
import { untilAnswered } from './until-answered.js';

/**
 * Disables a revision beneath the one that was put back, and looks whether it is. Consumers of the latest do
 * not see it, so that it stays enabled is told and undoes nothing.
 */
export async function disableRevision(
  resolved: ResolvedTarget,
  revision: string,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Finding[]> {
  const { store, place } = resolved;
  const { disable } = store;
  if (!disable) return [];
  const failed = await errorOf(untilAnswered(() => disable.call(store, place, revision, call), call, timing));
  if (failed?.failure && failed.failure.class !== 'uncertain') {
    return [badRevisionEnabled(place, revision, failed.message)];
  }
  const until = clock.now() + timing.settleMs;
  try {
    for (let interval = timing.proveFirstIntervalMs; ; interval *= 2) {
      const held = await store.read(place, { revision }, call);
      if (held === 'absent' || held.disabled) return [];
      if (clock.now() + interval > until) break;
      await call.wait(interval);
    }
    return [badRevisionEnabled(place, revision, failed?.message ?? 'the service still shows it as enabled')];
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    return [badRevisionEnabled(place, revision, `it could not be looked at (${error.message})`)];
  }
}

async function errorOf(work: Promise<unknown>): Promise<CertctlError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (isCertctlError(error)) return error;
    throw error;
  }
}
