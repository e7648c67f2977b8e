import { getContainerRuntimeClient, ImageName as Reference } from 'testcontainers';
import { type ContainerImage, type ImageName, imageOf, imageVariable } from '../src/index.js';
import { hasImage } from './import-image.js';

/** From a registry where one can be reached, by the time that a slow line needs for the largest. */
const PULL_MS = 300_000;

/**
 * The image that is configured; otherwise the publisher's, when it is here or can be pulled; otherwise one that is
 * built of packages. Which of them it was stands in `origin`.
 *
 * @param build makes it of what the package registries give
 * @throws what `build` throws
 */
export async function obtainImage(
  name: ImageName,
  build: () => Promise<ContainerImage>,
  { mayPull }: { readonly mayPull: boolean },
): Promise<ContainerImage> {
  const { image } = imageOf(name);
  const isNamed = Boolean(process.env[imageVariable(name)]);
  if (isNamed) return { image, origin: `${image}, as ${imageVariable(name)} names it` };
  if (await hasImage(image)) return { image, origin: `${image}, which was here` };
  const refusal = mayPull ? await pull(image) : 'not asked for';
  if (refusal === undefined) return { image, origin: `${image}, pulled` };
  console.log(`  ${image} is not pulled (${refusal}); it is built here`);
  return build();
}

/** @returns why not, in one line; undefined when it was pulled */
async function pull(image: string): Promise<string | undefined> {
  const client = await getContainerRuntimeClient();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${PULL_MS / 1_000} s`)), PULL_MS);
  });
  try {
    await Promise.race([client.image.pull(Reference.fromString(image)), late]);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said.replaceAll(/\s+/g, ' ').slice(0, 160);
  } finally {
    clearTimeout(timer);
  }
}
