import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { sourceAliases } from '../../../scripts/source-aliases.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const DRIVERS = join(ROOT, 'packages', 'persistence', 'node_modules');
/** A binary that looks for itself beside its package, and a driver that has two builds of itself. */
const LEFT_OUTSIDE: Readonly<Record<string, string>> = { libsql: 'index.js', pg: join('esm', 'index.mjs') };

/** The program of one deployer, made of the sources. */
export interface DeployerProgram {
  readonly file: string;
  remove(): Promise<void>;
}

/**
 * Engine, persistence and plugins in a few files, so that a process of it is ready in a third of the time that
 * loading them one by one takes: hundreds of processes are killed and started again.
 */
export async function bundleDeployer(): Promise<DeployerProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'certctl-deployer-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    resolve: { alias: sourceAliases() },
    plugins: [
      {
        name: 'certctl:left-outside',
        enforce: 'pre',
        resolveId: (id: string) => {
          const entry = LEFT_OUTSIDE[id];
          if (entry === undefined) return undefined;
          return { id: join(DRIVERS, id, entry), external: true };
        },
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'deployer.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  return {
    file: join(folder, 'deployer.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
