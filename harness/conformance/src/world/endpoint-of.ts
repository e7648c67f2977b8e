import type { ConsumerEndpoint } from '../environment/stage.js';
import { CannotProve } from '../kernel/case-failure.js';
import type { World } from './world.js';

/** The endpoints of the consumers, once the consumer `web` has one of its own. @throws CannotProve without any */
export async function endpointOf(world: World): Promise<ConsumerEndpoint> {
  const { endpoint } = world.consumers;
  if (!endpoint)
    throw new CannotProve('the environment has no endpoint where a handshake shows what is served');
  await world.bound('one');
  return endpoint;
}
