import { workspacePackages } from './repository.js';

/** A package whose findings are documented. */
export interface PackageWithRules {
  readonly folder: string;
  readonly name: string;
  /** A library exports `RULES`; a plugin has `rules`. */
  readonly kind: 'library' | 'plugin';
}

const LIBRARIES = ['packages/certificate', 'packages/engine'];

export function packagesWithRules(): PackageWithRules[] {
  return workspacePackages()
    .filter(({ folder }) => LIBRARIES.includes(folder) || folder.startsWith('plugins/'))
    .map(({ folder, manifest: { name } }) => ({
      folder,
      name,
      kind: LIBRARIES.includes(folder) ? 'library' : 'plugin',
    }));
}
