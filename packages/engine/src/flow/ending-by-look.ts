import { isCertctlError, isPermissionMissing } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { JournalEntry, Phase } from '../journal/journal.js';
import { missingTags } from '../plan/tag-difference.js';
import type { Ending } from './closer.js';
import type { ResolvedTarget } from './deployment.js';
import type { Look } from './look.js';
import { proveChain } from './prove-chain.js';
import { heldAfter } from './rollback-result.js';

/** Phases in which the service had not yet said that it took anything. */
const BEFORE_AN_ANSWER: readonly Phase[] = ['opened', 'undeleting', 'importing'];
const ON_THE_WAY_BACK: readonly Phase[] = ['unbinding', 'restoring', 'withdrawing', 'redeleting'];

/**
 * How an entry ends that was restored from a backup. The deploy that wrote it has gone on since, others may
 * have followed it, and none of that is in the records: so nothing is sent, forward or back, and what is seen
 * is all that is said.
 */
export async function endingByLook(
  entry: JournalEntry,
  resolved: ResolvedTarget,
  now: Look,
  call: EngineCall,
): Promise<Ending> {
  const revision = now.held?.revision === undefined ? {} : { revision: now.held.revision };
  if (now.seen === 'new' && !ON_THE_WAY_BACK.includes(entry.phase)) {
    if (await isWhole(entry, resolved, now, call)) return { status: 'deployed', ...revision };
  }
  if (now.seen === 'previous') {
    if (BEFORE_AN_ANSWER.includes(entry.phase)) return { status: 'failed', errorCode: 'not_applied' };
    const served = entry.preImage.state === 'present' && !entry.preImage.disabled;
    return { status: served ? 'restored' : 'withdrawn', errorCode: 'not_proven', ...revision };
  }
  return { status: 'also_failed', errorCode: 'not_proven', holds: heldAfter(now, entry), ...revision };
}

/** Whether chain and tags are those of the deploy, too; what may not be read is taken for granted. */
async function isWhole(
  entry: JournalEntry,
  resolved: ResolvedTarget,
  { place, held }: Look,
  call: EngineCall,
): Promise<boolean> {
  const { store } = resolved;
  try {
    if (held?.disabled) return false;
    if (held) await proveChain({ ...resolved, place }, held, entry.incoming, call);
    if (!store.readTags || Object.keys(entry.tags).length === 0) return true;
    const versioned = resolved.plugin.capabilities.rotation === 'versioned' && held?.revision !== undefined;
    const at = versioned && held?.revision !== undefined ? { revision: held.revision } : 'latest';
    return Object.keys(missingTags(await store.readTags(place, at, call), entry.tags)).length === 0;
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    if (isPermissionMissing(error)) return true;
    if (error.code === 'not_proven') return false;
    throw error;
  }
}
