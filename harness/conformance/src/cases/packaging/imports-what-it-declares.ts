import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { importedPackages } from '../../package/imported-packages.js';

const MODULE_OR_TYPES = /\.(?:m?js|d\.m?ts)$/;
const TYPES = /\.d\.m?ts$/;

export default defineCase({
  slug: 'packaging/imports-what-it-declares',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'Every package that its modules and its types import is one that it declares.',
  why: 'What is there by chance in the author’s tree, for a test or for another package, is not there for a stranger: the plugin fails at the first deploy that needs it, or its types turn into any.',
  source: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies',
  remedy: 'Move what is imported from `devDependencies` to `dependencies`; types that others need, too.',
  async run(world) {
    const { manifest, files, folder } = world.package();
    const { name, dependencies, optionalDependencies, peerDependencies } = manifest;
    const declared = new Set([
      name,
      ...Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies }),
    ]);
    const strange: string[] = [];
    for (const path of files.filter((each) => MODULE_OR_TYPES.test(each))) {
      for (const imported of await importsOf(folder, path)) {
        const typed = TYPES.test(path) && declared.has(`@types/${imported.replace(/^@(.+)\//, '$1__')}`);
        if (!declared.has(imported) && !typed) strange.push(`${imported}, in ${path}`);
      }
    }
    expectEqual('packages that are imported and not declared', strange, []);
  },
});

async function importsOf(folder: string, path: string): Promise<readonly string[]> {
  try {
    return await importedPackages(readFileSync(join(folder, path), 'utf8'), path);
  } catch (error) {
    throw new CaseFailure(
      path,
      'a module that can be parsed',
      error instanceof Error ? error.message : String(error),
    );
  }
}
