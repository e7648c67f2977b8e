import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type InstalledPackage, openInstalled } from '../doors/installed-package.js';
import type { PackageManifest } from '../doors/package-manifest.js';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** A package as its author would write it, before it is written to a folder. */
export interface DraftPackage {
  manifest: { -readonly [K in keyof PackageManifest]: PackageManifest[K] };
  files: Record<string, string>;
  /** Other packages that are installed with it. */
  beside: PackageManifest[];
}

/** A package of a plugin of this type in which nothing is wrong. */
export function goodPackage(type: string): DraftPackage {
  return {
    manifest: {
      name: 'certctl-plugin-good',
      version: '1.2.0',
      description: 'A plugin in which nothing is wrong',
      keywords: ['certctl-plugin'],
      license: 'Apache-2.0',
      type: 'module',
      engines: { node: '>=20.19.0' },
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
      dependencies: { '@certctl/plugin-api': '^0.1.0' },
    },
    files: {
      'README.md': '# A plugin',
      LICENSE: 'Apache License',
      'dist/index.js': `import '@certctl/plugin-api';\nexport default { type: '${type}' };\n`,
      'dist/index.d.ts': `import type { StorePlugin } from '@certctl/plugin-api';\ndeclare const plugin: StorePlugin;\nexport default plugin;\n`,
    },
    beside: [],
  };
}

/** An empty folder into which packages are put, as npm would leave them there. */
export class Room {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-room-')));

  install({ manifest, files, beside }: DraftPackage): Promise<InstalledPackage> {
    const modules = join(this.folder, 'node_modules');
    rmSync(modules, { recursive: true, force: true });
    write(join(modules, manifest.name, 'package.json'), JSON.stringify(manifest));
    for (const [path, text] of Object.entries(files)) write(join(modules, manifest.name, path), text);
    for (const other of beside) write(join(modules, other.name, 'package.json'), JSON.stringify(other));
    mkdirSync(join(modules, '@certctl'));
    symlinkSync(join(ROOT, 'packages', 'plugin-api'), join(modules, '@certctl', 'plugin-api'), 'junction');
    return openInstalled(this.folder, manifest.name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
