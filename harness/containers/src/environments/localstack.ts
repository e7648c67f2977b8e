import { defineEnvironment, type Environment } from '@certctl/conformance';
import { type ContainerImage, imageOf } from '../container-image.js';
import { PATIENCE, startAcmIn } from './acm-at.js';
import { CANNOT_OF_MOTO, NOT_PROVEN_OF_MOTO } from './limits-of-moto.js';
import { withoutAddedAuthority } from './without-added-authority.js';

/** LocalStack's ACM. @param image localstack/localstack, or what CERTCTL_IMAGE_LOCALSTACK names, when left out */
export function localStack(image?: ContainerImage): Environment {
  const chosen = imageOf('localstack', image);
  return defineEnvironment({
    name: 'localstack',
    title: `LocalStack's AWS Certificate Manager, in a container (${chosen.origin ?? chosen.image})`,
    tier: 'container',
    serves: ['AWSACM'],
    notProven: NOT_PROVEN_OF_MOTO,
    cannot: CANNOT_OF_MOTO,
    start: (options) =>
      startAcmIn(
        { ...chosen, port: 4566, ready: { log: /^Ready\.$/ }, startupMs: 180_000 },
        options,
        async (stage) => withoutAddedAuthority(stage),
        PATIENCE,
      ),
  });
}
