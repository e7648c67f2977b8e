import { describe, expect, it } from 'vitest';
import { checkCasts } from './check-casts.js';

function linesOf(text: string): (number | undefined)[] {
  return checkCasts({ path: 'a.ts', text }).map(({ line }) => line);
}

describe('check-casts', () => {
  it('refuses a cast without a comment', () => {
    expect(linesOf('const a = 1;\nconst b = a as unknown as string;\n')).toEqual([2]);
    expect(linesOf('const b = <string>value;\n')).toEqual([1]);
  });

  it('accepts a comment above the statement, inside it, or behind the cast', () => {
    expect(linesOf('// JSON that this process wrote itself.\nconst a = JSON.parse(t) as A;')).toEqual([]);
    expect(linesOf('const a = f(\n  // The SDK declares it wider.\n  b as B,\n);')).toEqual([]);
    expect(linesOf('const a = b as B; // checked by the line above')).toEqual([]);
  });

  it('does not take the comment of another statement', () => {
    expect(linesOf('// About a.\nconst a = 1;\n\nconst b = c as B;')).toEqual([4]);
  });

  it('lets as const and satisfies be', () => {
    expect(linesOf("const a = ['x'] as const;\nconst b = { c: 1 } satisfies B;")).toEqual([]);
  });
});
