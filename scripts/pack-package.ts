import { join } from 'node:path';
import { ROOT } from './repository.js';
import { runPnpm } from './run-command.js';

/** What pnpm says of an archive that it has made. */
export interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Packs a package of the workspace, as it would be published.
 * @param folder path from the repository's root
 * @param into folder for the archive
 * @throws Error with what pnpm said
 */
export async function packPackage(folder: string, into: string, packageManager: string): Promise<PackReport> {
  const { code, output } = await runPnpm(packageManager, [
    '-C',
    join(ROOT, folder),
    'pack',
    '--json',
    '--pack-destination',
    into,
  ]);
  const json = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);
  if (code !== 0 || json === '') throw new Error(`${folder} could not be packed:\n${output}`);
  // The shape is that of pnpm's own --json.
  return JSON.parse(json) as PackReport;
}
