import { describe, expect, it } from 'vitest';
import { checkContents } from './check-packages.js';

const fine = ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'];

function broken(files: string[]): string[] {
  return checkContents({ folder: 'packages/x', files }).map(({ rule }) => rule);
}

describe('check-packages', () => {
  it('accepts a package with its documents and its build', () => {
    expect(broken(fine)).toEqual([]);
  });

  it('refuses tests, sources and build state', () => {
    expect(broken([...fine, 'dist/a.test.js', 'src/a.ts', 'dist/.tsbuildinfo', 'tsconfig.json'])).toEqual([
      'is packed with dist/a.test.js',
      'is packed with src/a.ts',
      'is packed with dist/.tsbuildinfo',
      'is packed with tsconfig.json',
    ]);
  });

  it('refuses a package without documents or without a build', () => {
    expect(broken(['package.json'])).toEqual([
      'is packed without README.md',
      'is packed without LICENSE',
      'is packed without dist',
    ]);
  });
});
