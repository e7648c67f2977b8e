import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, type PackageManifest } from '../doors/package-manifest.js';

/** Every package that is installed below a folder, however deep; without those that are only linked. */
export function installedBelow(folder: string): readonly PackageManifest[] {
  const modules = join(folder, 'node_modules');
  return foldersIn(modules)
    .flatMap((name) => (name.startsWith('@') ? foldersIn(join(modules, name), `${name}/`) : [name]))
    .map((name) => join(modules, name))
    .filter((at) => existsSync(join(at, 'package.json')))
    .flatMap((at) => [manifestOf(at), ...installedBelow(at)]);
}

function foldersIn(folder: string, prefix = ''): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => prefix + name);
}
