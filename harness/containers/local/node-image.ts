import type { ContainerImage } from '../src/index.js';
import { hasImage, importImage } from './import-image.js';
import { RootFolder } from './root-folder.js';

/**
 * A base image of what this machine has: its own `node` with the libraries that it is linked with, and a shell.
 * @throws Error that says in one line what is missing and how to get it
 */
export async function nodeImage(): Promise<ContainerImage> {
  const image = `certctl-local/node:${process.versions.node}`;
  const origin = `built of this machine's node ${process.versions.node}`;
  if (await hasImage(image)) return { image, origin };
  const root = new RootFolder();
  try {
    root.copy(process.execPath, '/usr/local/bin/node');
    await root.librariesOf(process.execPath);
    await root.shell();
    await importImage(root.path, image);
  } finally {
    root.remove();
  }
  return { image, origin };
}
