import { describe, expect, it } from 'vitest';
import type { CaseOutcome } from './case-result.js';
import type { Level } from './conformance-case.js';
import { EXIT_CODE_OF_VERDICT, verdictOf } from './verdict.js';

const results = (...some: readonly (readonly [Level, CaseOutcome])[]) =>
  some.map(([level, outcome]) => ({ level, outcome }));

describe('the verdict', () => {
  it('is passed when what counts passed, whatever is not declared', () => {
    expect(verdictOf(results(['core', 'passed'], ['capability', 'not-declared']))).toBe('passed');
  });

  it.each(['failed', 'errored'] as const)(
    'is failed when one case of any level that counts %s',
    (outcome) => {
      expect(verdictOf(results(['core', 'passed'], ['capability', outcome]))).toBe('failed');
      expect(verdictOf(results(['core', outcome], ['core', 'skipped']))).toBe('failed');
    },
  );

  it('does not count what is provisional', () => {
    expect(verdictOf(results(['core', 'passed'], ['provisional', 'failed']))).toBe('passed');
    expect(verdictOf(results(['core', 'passed'], ['provisional', 'skipped']))).toBe('passed');
  });

  it('is partial when a core case was skipped, and not when another was', () => {
    expect(verdictOf(results(['core', 'passed'], ['core', 'skipped']))).toBe('partial');
    expect(verdictOf(results(['core', 'passed'], ['capability', 'skipped']))).toBe('passed');
  });

  it('is never passed when nothing was run', () => {
    expect(verdictOf([])).toBe('partial');
    expect(verdictOf(results(['core', 'not-declared']))).toBe('partial');
    expect(verdictOf(results(['provisional', 'passed']))).toBe('partial');
  });

  it('ends a command with 0 only when it is passed, or when all that failed was known', () => {
    expect(EXIT_CODE_OF_VERDICT).toEqual({ passed: 0, failed: 1, partial: 3, 'known-failures': 0 });
  });
});
