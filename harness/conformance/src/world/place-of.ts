import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Place } from '@certctl/plugin-api';
import { expectThere } from '../kernel/expect.js';
import { expectStatus } from './expect-status.js';
import type { World } from './world.js';

/** Deploys a leaf, and gives the place where it is, for a look at one move by itself. */
export async function placeOf(world: World, leaf: IssuedLeaf): Promise<Place> {
  const { address, reference } = expectStatus(await world.deploy(leaf), 'deployed');
  return {
    address: expectThere('the address', address),
    scope: '',
    ...(reference === undefined ? {} : { reference }),
  };
}
