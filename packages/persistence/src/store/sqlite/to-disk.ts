import { open } from 'node:fs/promises';

/** Resolves when what was written to a file, or the names in a folder, would survive a power failure. */
export async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
