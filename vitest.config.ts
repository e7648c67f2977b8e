import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { sourceAliases } from './scripts/source-aliases.js';

export default defineConfig({
  // Tests run on the sources of every workspace package.
  resolve: { alias: sourceAliases() },
  test: {
    include: ['{packages,plugins,harness,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'packages/create-plugin/templates/**'],
    testTimeout: 20_000,
    // The vendors' SDKs, which take longer to load than most files to run, are loaded once a worker. Our own modules
    // are made anew for each file all the same.
    isolate: false,
    setupFiles: [join(import.meta.dirname, 'scripts', 'leave-as-found.ts')],
    // It imports JSON without saying so, which Node does not take.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});
