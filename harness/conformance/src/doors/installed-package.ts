import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { manifestOf, type PackageManifest } from './package-manifest.js';
import { UnusablePackage } from './unusable-package.js';

/** A package in a folder into which it was installed, with everything that it needs. */
export interface InstalledPackage {
  readonly manifest: PackageManifest;
  /** Where it is. */
  readonly folder: string;
  /** Where it was installed: the folder that has its `node_modules`. */
  readonly room: string;
  /** Paths in the package, from its root. */
  readonly files: readonly string[];
  /** What it exports. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** @throws UnusablePackage when it cannot be imported */
export async function openInstalled(room: string, name: string): Promise<InstalledPackage> {
  const folder = join(room, 'node_modules', name);
  return {
    manifest: manifestOf(folder),
    folder,
    room,
    files: filesBelow(folder),
    exports: await importFrom(room, name),
  };
}

type Importer = (specifier: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * As a module in the folder would import it. A file there does it: `require.resolve` knows the conditions of
 * CommonJS only, and would find no way into a package whose exports say `import`.
 *
 * @throws UnusablePackage with what Node said
 */
export async function importFrom(
  room: string,
  specifier: string,
): Promise<Readonly<Record<string, unknown>>> {
  // Among the packages, where a runner of tests leaves modules to Node.
  const door = join(room, 'node_modules', '.certctl', 'import-from-here.mjs');
  mkdirSync(dirname(door), { recursive: true });
  writeFileSync(door, 'export const load = (specifier) => import(specifier);\n');
  // It was written on the line before.
  const { load } = (await import(pathToFileURL(door).href)) as { readonly load: Importer };
  try {
    return await load(specifier);
  } catch (error) {
    throw new UnusablePackage(
      `${specifier} was installed, and cannot be imported: ${error instanceof Error ? error.message : String(error)}`,
      'Build it before it is packed; list what was built in `files`, and point `exports` at it.',
    );
  }
}

function filesBelow(folder: string, prefix = ''): readonly string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(folder, path);
    return [path];
  });
}
