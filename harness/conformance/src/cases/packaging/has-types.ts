import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { entryPoints, isModule } from '../../package/entry-points.js';

/** Objects of conditions in which another one stands before `types`, which is then never reached. */
function lateTypes(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false;
  const late = !Array.isArray(target) && Object.keys(target).indexOf('types') > 0;
  return late || Object.values(target).some(lateTypes);
}

/** Where TypeScript looks for the types of a module that names none. */
function beside(path: string): string {
  return path.replace(/\.([cm]?)js$/, '.d.$1ts');
}

export default defineCase({
  slug: 'packaging/has-types',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The package brings the types of what it exports.',
  why: 'Whoever embeds the engine writes TypeScript.',
  source: 'https://www.typescriptlang.org/docs/handbook/modules/reference.html#packagejson-exports',
  remedy: 'Build with declarations, and name them under `types`, first among the conditions in `exports`.',
  async run(world) {
    const { manifest, files } = world.package();
    for (const { subpath, targets } of entryPoints(manifest)) {
      const modules = targets.filter(isModule);
      const named = targets.filter(({ conditions }) => conditions.includes('types'));
      if (modules.length === 0) continue;
      const paths =
        named.length > 0 ? named.map(({ path }) => path) : modules.map(({ path }) => beside(path));
      for (const path of paths.filter((each) => !each.includes('*'))) {
        expectThat(`the types of the entry ${subpath}`, files.includes(path), path, 'not in the archive');
      }
    }
    expectEqual('another condition stands before `types`', lateTypes(manifest.exports), false);
  },
});
