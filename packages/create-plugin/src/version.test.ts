import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VERSION } from './version.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');

function versionOf(folder: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')).version;
}

it('is the version of the package', () => {
  expect(VERSION).toBe(versionOf('packages/create-plugin'));
});

// What is made asks for them at this version, so they are released together: `fixed` in .changeset/config.json.
it.each([
  'packages/plugin-api',
  'packages/plugin-http',
  'packages/certificate',
  'packages/cli',
  'harness/conformance',
])('is the version of %s', (folder) => {
  expect(versionOf(folder)).toBe(VERSION);
});
