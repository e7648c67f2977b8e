import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage } from '../../../scripts/pack-package.js';
import { readJson, workspacePackages } from '../../../scripts/repository.js';
import { type Archive, readArchive } from './archive.js';

/** Every package that is published, packed as it would be. */
export async function packAll(into: string): Promise<readonly Archive[]> {
  const { packageManager } = readJson<{ packageManager: string }>('package.json');
  const published = workspacePackages().filter(({ manifest }) => manifest.private !== true);
  for (const { folder } of published) await packPackage(folder, into, packageManager);
  return readdirSync(into).map((name) => readArchive(join(into, name)));
}
