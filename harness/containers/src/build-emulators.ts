import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GenericContainer } from 'testcontainers';
import { type ContainerImage, imageOf } from './container-image.js';

const CONTEXT = join(import.meta.dirname, '..', 'dist', 'image');

/**
 * Builds the image of our own doubles, from the one Dockerfile and the one bundled file of this package.
 *
 * @param base an image that brings `node` and a shell
 * @throws Error of the container runtime, when the base cannot be had
 */
export async function buildEmulators(base: ContainerImage = imageOf('base')): Promise<ContainerImage> {
  const bundle = join(CONTEXT, 'emulators.mjs');
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: the package was not built`);
  const digest = createHash('sha256').update(base.image).update(readFileSync(bundle)).digest('hex');
  const image = `certctl-local/emulators:${digest.slice(0, 12)}`;
  await GenericContainer.fromDockerfile(CONTEXT)
    .withBuildArgs({ BASE_IMAGE: base.image })
    .build(image, { deleteOnExit: false });
  return { image, origin: `built on ${base.image}${base.origin === undefined ? '' : `, ${base.origin}`}` };
}
