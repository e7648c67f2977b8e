import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { World } from './world.js';

/** What a permission names a leaf by: its fingerprint, or its serial where the service shows no more. */
export function named({ store }: Pick<World, 'store'>, { facts }: IssuedLeaf): string {
  return store.capabilities.proof === 'serial' ? facts.serial : facts.fingerprint;
}
