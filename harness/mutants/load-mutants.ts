import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutant.js';

/** Defects of the engine, and of plugins. */
const FOLDERS = ['engine', 'plugin'];

export interface LoadedMutant extends Mutant {
  /** The file that defines it, absolute. */
  readonly path: string;
}

/** Every mutant: those of the engine, then those of plugins, each sorted by the name of its file. */
export async function loadMutants(): Promise<LoadedMutant[]> {
  const paths = FOLDERS.flatMap((name) => {
    const folder = join(import.meta.dirname, name);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    return files.sort().map((file) => join(folder, file));
  });
  return Promise.all(
    paths.map(async (path) => {
      // Every file of the folder exports a mutant; the test beside this file holds each to its shape.
      const module = (await import(pathToFileURL(path).href)) as { readonly default: Mutant };
      return { ...module.default, path };
    }),
  );
}
