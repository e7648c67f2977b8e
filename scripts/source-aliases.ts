import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Leads imports of every workspace package to its sources, so that a change needs no build to be tried. */
export function sourceAliases(): { find: RegExp; replacement: string }[] {
  return ['packages', 'plugins', 'harness'].flatMap((room) =>
    readdirSync(join(ROOT, room), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => {
        const folder = join(ROOT, room, entry.name);
        const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        return Object.entries<{ default?: string }>(manifest.exports ?? {})
          .filter(([, target]) => target.default?.startsWith('./dist/'))
          .map(([path, target]) => ({
            find: new RegExp(`^${manifest.name}${path.slice(1)}$`),
            replacement: join(
              folder,
              (target.default ?? '').replace('./dist/', 'src/').replace(/\.js$/, '.ts'),
            ),
          }));
      }),
  );
}
