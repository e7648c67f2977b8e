import { join } from 'node:path';
import { normalizePath } from 'vite';
import type { Vite } from 'vitest/node';
import { applyMutant } from './apply-mutant.js';
import type { Mutant } from './mutant.js';

/** Puts the defect into the source as it is loaded. The file itself is never touched. */
export function mutantPlugin(mutant: Mutant, root: string): Vite.Plugin {
  const wanted = normalizePath(join(root, mutant.file));
  const isWanted = (id: string) => id.split('?')[0] === wanted;
  return {
    name: `mutant:${mutant.name}`,
    enforce: 'pre',
    transform: (code, id) => (isWanted(id) ? { code: applyMutant(mutant, code), map: null } : null),
    // Modules that were transformed for another mutant are taken from the cache; the one with the defect never is.
    api: { vitest: { experimental: { ignoreFsModuleCache: true } } },
    configureVitest: ({ experimental_defineCacheKeyGenerator: generator }) =>
      generator(({ id }) => (isWanted(id) ? false : undefined)),
  };
}
