import { defineEnvironment, type Environment } from '@certctl/conformance';
import { type ContainerImage, imageOf } from '../container-image.js';
import { PATIENCE, startAcmIn } from './acm-at.js';
import { CANNOT_OF_MOTO, NOT_PROVEN_OF_MOTO } from './limits-of-moto.js';
import { withoutAddedAuthority } from './without-added-authority.js';

/** moto's ACM, which others wrote. @param image motoserver/moto, or what CERTCTL_IMAGE_MOTO names, when left out */
export function moto(image?: ContainerImage): Environment {
  const chosen = imageOf('moto', image);
  return defineEnvironment({
    name: 'moto',
    title: `moto, an independent double of AWS Certificate Manager, in a container (${chosen.origin ?? chosen.image})`,
    tier: 'container',
    serves: ['AWSACM'],
    notProven: NOT_PROVEN_OF_MOTO,
    cannot: CANNOT_OF_MOTO,
    start: (options) =>
      startAcmIn(
        { ...chosen, port: 5000, ready: { path: '/moto-api/data.json' } },
        options,
        async (stage) => withoutAddedAuthority(stage),
        PATIENCE,
      ),
  });
}
