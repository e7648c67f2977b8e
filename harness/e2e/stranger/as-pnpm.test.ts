import { expect, it } from 'vitest';
import { asPnpm } from './as-pnpm.js';

it.each([
  [
    'npm create @certctl/plugin acme -- --kind store --yes',
    'pnpm create @certctl/plugin acme --kind store --yes',
  ],
  ['npm install', 'pnpm install'],
  ['npm install @certctl/engine ./acme.tgz', 'pnpm add @certctl/engine ./acme.tgz'],
  ['npm install --save-dev @certctl/conformance', 'pnpm add --save-dev @certctl/conformance'],
  ['npm test', 'pnpm test'],
  ['npx certctl conformance run .', 'pnpm exec certctl conformance run .'],
  ['node deploy.mjs', 'node deploy.mjs'],
])('%s is %s', (npm, pnpm) => {
  expect(asPnpm(npm)).toBe(pnpm);
});
