import { describe, expect, it } from 'vitest';
import { checkLengths, checkNames, countLines, medianLines } from './check-files.js';

function names(path: string): string[] {
  return checkNames([path]).map(({ rule }) => rule);
}

describe('check-files', () => {
  it('accepts kebab-case, dotted endings, hidden files and the names that have capitals by convention', () => {
    for (const path of [
      'packages/plugin-api/src/error-codes.test.ts',
      '.github/workflows/ci.yml',
      'README.md',
      'LICENSE',
      '.changeset/config.json',
      '.gitignore',
      'tsconfig.base.json',
    ]) {
      expect(names(path)).toEqual([]);
    }
  });

  it('refuses camel case, snake case and capitals', () => {
    expect(names('packages/engine/src/keyKeeper.ts')).toEqual(['keyKeeper.ts is not kebab-case']);
    expect(names('packages/engine/src/key_keeper.ts')).toEqual(['key_keeper.ts is not kebab-case']);
    expect(names('packages/Engine/index.ts')).toEqual(['Engine is not kebab-case']);
  });

  it('refuses names that say nothing, for files, their tests and folders', () => {
    expect(names('packages/engine/src/utils.ts')).toHaveLength(1);
    expect(names('packages/engine/src/helpers.test.ts')).toHaveLength(1);
    expect(names('packages/engine/src/common/clock.ts')).toHaveLength(1);
    expect(names('packages/engine/src/key-types.ts')).toEqual([]);
  });

  it('counts lines with and without the last newline', () => {
    expect(countLines('a\nb\n')).toBe(2);
    expect(countLines('a\nb')).toBe(2);
  });

  it('refuses the 401st line', () => {
    const file = (lines: number) => ({ path: 'a.ts', text: 'x\n'.repeat(lines) });
    expect(checkLengths([file(400)])).toEqual([]);
    expect(checkLengths([file(401)])).toEqual([{ file: 'a.ts', rule: 'has 401 lines; 400 is the most' }]);
    expect(medianLines([file(1), file(9), file(3)])).toBe(3);
  });
});
