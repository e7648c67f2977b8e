import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat, expectThere } from '../../kernel/expect.js';

/** The types that the main entry names. */
function typesOf(exports: unknown): string | undefined {
  const main: unknown = Reflect.get(Object(exports), '.') ?? exports;
  const types: unknown = Reflect.get(Object(main), 'types');
  return typeof types === 'string' ? types : undefined;
}

export default defineCase({
  slug: 'packaging/has-types',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The package brings the types of what it exports.',
  why: 'Whoever embeds the engine writes TypeScript.',
  source: 'https://nodejs.org/api/packages.html',
  remedy: 'Build with declarations, and name them under `types` in `exports`.',
  async run(world) {
    const { manifest, files } = world.package();
    const named = expectThere('types of the main entry', typesOf(manifest.exports) ?? manifest.types);
    const path = named.replace(/^\.\//, '');
    expectThat('the file that it names', files.includes(path), path, 'not in the archive');
  },
});
