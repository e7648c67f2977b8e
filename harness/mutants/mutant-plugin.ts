import { join } from 'node:path';
import { normalizePath, type Plugin } from 'vite';
import { applyMutant } from './apply-mutant.js';
import type { Mutant } from './mutant.js';

/** Puts the defect into the source as it is loaded. The file itself is never touched. */
export function mutantPlugin(mutant: Mutant, root: string): Plugin {
  const wanted = normalizePath(join(root, mutant.file));
  return {
    name: `mutant:${mutant.name}`,
    enforce: 'pre',
    transform: (code, id) =>
      id.split('?')[0] === wanted ? { code: applyMutant(mutant, code), map: null } : null,
  };
}
