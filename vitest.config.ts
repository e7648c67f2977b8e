import { defineConfig } from 'vitest/config';
import { sourceAliases } from './scripts/source-aliases.js';

export default defineConfig({
  // Tests run on the sources of every workspace package.
  resolve: { alias: sourceAliases() },
  test: {
    include: ['{packages,plugins,harness,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'packages/create-plugin/templates/**'],
    testTimeout: 20_000,
    maxWorkers: '100%',
    // It imports JSON without saying so, which Node does not take.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});
