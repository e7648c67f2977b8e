import {
  CertctlError,
  type Clock,
  type FailureClass,
  type Finding,
  isCertctlError,
  isFailure,
  isPermissionMissing,
  type Tags,
} from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { tagsNotReadable, tagsNotSetAgain } from '../plan/findings.js';
import { missingTags, settable } from '../plan/tag-difference.js';
import type { ResolvedTarget } from './deployment.js';

/** Where the tags belong, and what became of them so far. */
export interface TaggedImport {
  readonly revision: string | undefined;
  /** Whether a write went over tags that were there: for a while a read may show these, and not what is left of them. */
  readonly overwrote: boolean;
}

/**
 * Brings the tags to what is wanted: read, add what is missing, read again until it shows. A service may
 * strip tags on a re-import, may show them late, and may not know for a while of what it has just been given.
 * So where tags were there before, a read that shows them proves nothing until they have been set again.
 * Without the permission to read tags all of them are set, and that they are there is not proven, which the
 * finding says.
 *
 * @throws CertctlError `tags_not_proven`, or the error of the call
 */
export async function applyTags(
  resolved: ResolvedTarget,
  all: Tags,
  { revision, overwrote }: TaggedImport,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Finding[]> {
  const { store, place, plugin } = resolved;
  const wanted = settable(all, plugin.limits);
  // Tags belong to the revision, and the latest may still be shown late.
  const versioned = plugin.capabilities.rotation === 'versioned' && revision !== undefined;
  const at = versioned ? { revision } : 'latest';
  if (!store.readTags || Object.keys(wanted).length === 0) return [];
  const sets = overwrote && store.tag !== undefined;
  let answer = sets ? await send(resolved, wanted, call, 'refused') : undefined;
  const until = Math.min(clock.now() + timing.proveMs, call.deadline);
  let interval = timing.proveFirstIntervalMs;
  for (let sent = sets; ; ) {
    const mayBeLate = sets && answer !== undefined;
    const refused = mayBeLate && isFailure(answer, 'refused') ? answer : undefined;
    let missing: Tags = wanted;
    let failed: CertctlError | undefined;
    try {
      missing = missingTags(await store.readTags(place, at, call), wanted);
      if (Object.keys(missing).length === 0) {
        if (refused) return [tagsNotSetAgain(refused.message)];
        if (!mayBeLate) return [];
        missing = wanted;
      }
    } catch (error) {
      if (isPermissionMissing(error)) {
        if (!sets || mayBeLate) await send(resolved, wanted, call);
        return [tagsNotReadable(error.operation ?? 'the reading of tags')];
      }
      failed = passing(error);
    }
    if (refused && !failed) throw refused;
    // What could not be read is asked for again before anything is sent.
    if (sent || failed) {
      if (clock.now() + interval >= until) throw failed ?? notProven(resolved, missing, answer);
      await call.wait(interval);
      interval = Math.min(interval * 2, timing.proveLongestIntervalMs);
    }
    if (failed) continue;
    answer = await send(resolved, missing, call);
    sent = true;
  }
}

/**
 * Sets tags. An uncertain answer is no failure: setting is idempotent, and the next read tells. Nor is one that says
 * that the certificate is not there, or not ready: it has just been seen.
 * @returns what was answered instead of success
 */
async function send(
  resolved: ResolvedTarget,
  set: Tags,
  call: EngineCall,
  ...also: readonly FailureClass[]
): Promise<CertctlError | undefined> {
  try {
    await resolved.store.tag?.(resolved.place, { set, remove: [] }, call);
    return undefined;
  } catch (error) {
    if (isCertctlError(error) && isFailure(error, 'uncertain', 'absent', 'conflict', ...also)) return error;
    throw error;
  }
}

/** What may be over when it is asked again, as in a proof. @throws everything else */
function passing(error: unknown): CertctlError {
  if (!isCertctlError(error) || error.failure === undefined || isFailure(error, 'refused')) throw error;
  return error;
}

function notProven(resolved: ResolvedTarget, missing: Tags, cause: CertctlError | undefined): CertctlError {
  return new CertctlError(
    'tags_not_proven',
    `${resolved.place.reference ?? resolved.place.address} does not show the tags ${Object.keys(missing).join(', ')}`,
    { target: resolved.target.id, ...(cause ? { cause } : {}) },
  );
}
