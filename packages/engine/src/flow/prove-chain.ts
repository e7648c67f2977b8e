import { chainMatches } from '@certctl/certificate';
import { CertctlError, type Finding, type Held, isPermissionMissing } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import { chainNotProven } from '../plan/findings.js';
import type { ResolvedTarget } from './deployment.js';
import type { Wanted } from './held.js';
import { otherChain } from './shown-instead.js';

/**
 * Proves the chain of a store that shows only the leaf, or less, by reading back what it gives its consumers. A store
 * that drops the chain leaves every client that lacks the intermediate without a connection.
 *
 * @throws CertctlError `not_proven` when another chain is held; the error of a call that failed
 */
export async function proveChain(
  resolved: ResolvedTarget,
  held: Held,
  wanted: Wanted,
  call: EngineCall,
): Promise<Finding[]> {
  const { store, place, target } = resolved;
  let other: string;
  if (held.chain !== undefined || wanted.chain.length === 0) return [];
  if (!store.readKeyBack) return [chainNotProven('the service does not show it')];
  try {
    const back = await store.readKeyBack(place, held.revision, call);
    if (!back) return [chainNotProven('the service does not let the key out')];
    back.privateKey.destroy();
    other = otherChain(back.chain, wanted.chain);
    if (chainMatches(wanted.chain, back.chain) !== 'different') return [];
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return [chainNotProven(`${error.operation ?? 'the reading of keys'} was refused`)];
  }
  throw new CertctlError(
    'not_proven',
    `${place.reference ?? place.address} holds the leaf that was sent, with another chain: ${other}`,
    { target: target.id },
  );
}
