import { join } from 'node:path';
import { runnerImport } from 'vite';
import { defineConfig, mergeConfig } from 'vitest/config';
import root from '../../vitest.config.js';
import type { Mutant } from './mutant.js';
import { mutantPlugin } from './mutant-plugin.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** The tests as they are, on sources with the defect of CERTCTL_MUTANT: the path of a mutant's file. */
export default defineConfig(async () => {
  const path = process.env.CERTCTL_MUTANT;
  const mutant = path ? (await runnerImport<{ default: Mutant }>(path)).module.default : undefined;
  // Of the run that this is a part of: what is transformed once is not transformed again for each mutant.
  const cache = process.env.CERTCTL_MUTANTS_CACHE;
  return mergeConfig(root, {
    root: ROOT,
    plugins: mutant ? [mutantPlugin(mutant, ROOT)] : [],
    test: {
      ...(cache ? { experimental: { fsModuleCache: true, fsModuleCachePath: cache } } : {}),
      // A worker that a defect keeps busy for ever ends with the process; a forked one would outlive it.
      pool: 'threads',
      maxWorkers: 1,
      setupFiles: [join(import.meta.dirname, 'fixed-seed.ts')],
    },
  });
});
