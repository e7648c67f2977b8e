import { importFrom } from '../../doors/installed-package.js';
import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { entryPoints, isModule } from '../../package/entry-points.js';

/** Made with the suite, which the package does not bring; whoever runs it there loads it anyway. */
const ENVIRONMENT = './conformance';

export default defineCase({
  slug: 'packaging/entries-are-there',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'Every file that the package names as a way in is in the archive, and can be imported.',
  why: 'A second entry that nobody imported before it was published fails at the first one who does.',
  source: 'https://nodejs.org/api/packages.html#package-entry-points',
  remedy: 'Take out of `exports` and `bin` what is not built, or list it in `files`.',
  async run(world) {
    const { manifest, files, room } = world.package();
    const entries = entryPoints(manifest);
    const bins =
      typeof manifest.bin === 'string' ? [manifest.bin] : Object.values(Object(manifest.bin ?? {}));
    const named = [
      ...entries.flatMap(({ targets }) => targets.map(({ path }) => path)),
      ...bins.map((path) => String(path).replace(/^\.\//, '')),
    ];
    expectEqual(
      'files that it names, and that are not in the archive',
      named.filter((path) => !isThere(path, files)),
      [],
    );
    for (const { subpath, targets } of entries) {
      if (subpath === ENVIRONMENT || subpath.includes('*') || !targets.some(isModule)) continue;
      const specifier = `${manifest.name}${subpath.slice(1)}`;
      await importFrom(room, specifier).catch((error: unknown) => {
        throw new CaseFailure(
          `the entry ${subpath}`,
          'a module',
          error instanceof Error ? error.message : String(error),
        );
      });
    }
  },
});

function isThere(path: string, files: readonly string[]): boolean {
  const [before = '', after] = path.split('*');
  if (after === undefined) return files.includes(path);
  return files.some((file) => file.startsWith(before) && file.endsWith(after));
}
