import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readJson, workspacePackages } from '../../../scripts/repository.js';
import { runPnpm } from '../../../scripts/run-command.js';
import { type Archive, readArchive } from '../stranger/archive.js';

/** Packs packages of the workspace, with all that they bring of it. @returns their archives, in `into` */
export async function packWorkspace(names: readonly string[], into: string): Promise<readonly Archive[]> {
  const { packageManager } = readJson<{ packageManager: string }>('package.json');
  const packages = new Map(workspacePackages().map((each) => [each.manifest.name, each]));
  const wanted = new Set(names);
  // A set that grows while it is gone through is gone through to its end.
  for (const name of wanted) {
    const found = packages.get(name);
    if (found === undefined) throw new Error(`the workspace has no ${name}`);
    if (!existsSync(join(ROOT, found.folder, 'dist'))) throw new Error(`${name} is not built`);
    for (const each of Object.keys(found.manifest.dependencies ?? {}))
      if (packages.has(each)) wanted.add(each);
    const { code, output } = await runPnpm(packageManager, [
      ...['-C', join(ROOT, found.folder), 'pack', '--pack-destination', into],
    ]);
    if (code !== 0) throw new Error(`${name} could not be packed:\n${output}`);
  }
  return readdirSync(into)
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => readArchive(join(into, file)));
}
