import {
  CertctlError,
  type Clock,
  type Finding,
  isFailure,
  isPermissionMissing,
  type Tags,
} from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { tagsNotReadable } from '../plan/findings.js';
import { missingTags } from '../plan/tag-difference.js';
import type { ResolvedTarget } from './deployment.js';

/**
 * Brings the tags to what is wanted: read, add what is missing, read again until it shows. A service may
 * strip tags on a re-import, and may show them late. Without the permission to read tags all of them are
 * set, and that they are there is not proven, which the finding says.
 *
 * @throws CertctlError `tags_not_proven`, or the error of the call
 */
export async function applyTags(
  resolved: ResolvedTarget,
  wanted: Tags,
  revision: string | undefined,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Finding[]> {
  const { store, place, plugin } = resolved;
  // Tags belong to the revision, and the latest may still be shown late.
  const versioned = plugin.capabilities.rotation === 'versioned' && revision !== undefined;
  const at = versioned ? { revision } : 'latest';
  if (!store.readTags || Object.keys(wanted).length === 0) return [];
  const until = Math.min(clock.now() + timing.proveMs, call.deadline);
  let interval = timing.proveFirstIntervalMs;
  for (let round = 1; ; round++) {
    let missing: Record<string, string>;
    try {
      missing = missingTags(await store.readTags(place, at, call), wanted);
    } catch (error) {
      if (!isPermissionMissing(error)) throw error;
      await send(resolved, wanted, call);
      return [tagsNotReadable(error.operation ?? 'the reading of tags')];
    }
    if (Object.keys(missing).length === 0) return [];
    if (round > 1) {
      if (clock.now() + interval >= until) throw notProven(resolved, missing);
      await call.wait(interval);
      interval = Math.min(interval * 2, timing.proveLongestIntervalMs);
    }
    await send(resolved, missing, call);
  }
}

/** Sets tags. An uncertain answer is no failure: setting is idempotent, and the next read tells. */
async function send(resolved: ResolvedTarget, set: Tags, call: EngineCall): Promise<void> {
  try {
    await resolved.store.tag?.(resolved.place, { set, remove: [] }, call);
  } catch (error) {
    if (!isFailure(error, 'uncertain')) throw error;
  }
}

function notProven(resolved: ResolvedTarget, missing: Tags): CertctlError {
  return new CertctlError(
    'tags_not_proven',
    `${resolved.place.reference ?? resolved.place.address} does not show the tags ${Object.keys(missing).join(', ')}`,
    { target: resolved.target.id },
  );
}
