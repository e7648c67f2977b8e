import { describe, expect, it } from 'vitest';
import { describeViolation } from './violation.js';

describe('a violation', () => {
  it('is printed as a place that an editor can open, and its rule', () => {
    expect(describeViolation({ file: 'a/b.ts', line: 3, rule: 'is broken' })).toBe('a/b.ts:3 is broken');
    expect(describeViolation({ file: 'a/b.ts', rule: 'is broken' })).toBe('a/b.ts is broken');
  });
});
