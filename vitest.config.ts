import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests run on the sources of every workspace package, so a change needs no build to be tested. */
function sourceAliases(): { find: RegExp; replacement: string }[] {
  return ['packages', 'plugins', 'harness'].flatMap((room) =>
    readdirSync(join(import.meta.dirname, room), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => {
        const folder = join(import.meta.dirname, room, entry.name);
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

export default defineConfig({
  resolve: { alias: sourceAliases() },
  test: {
    include: ['{packages,plugins,harness,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 20_000,
  },
});
