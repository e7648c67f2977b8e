import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutant.js';

const FOLDER = join(import.meta.dirname, 'engine');

export interface LoadedMutant extends Mutant {
  /** The file that defines it, absolute. */
  readonly path: string;
}

/** Every mutant of the engine, sorted by the name of its file. */
export async function loadMutants(): Promise<LoadedMutant[]> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts'))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const path = join(FOLDER, file);
      // Every file of the folder exports a mutant; the test beside this file holds each to its shape.
      const module = (await import(pathToFileURL(path).href)) as { readonly default: Mutant };
      return { ...module.default, path };
    }),
  );
}
