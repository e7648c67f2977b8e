import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from '../src/version.js';

it('says the version of the package', () => {
  const manifest: { readonly version?: unknown } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(VERSION).toBe(manifest.version);
});
