import { type Killer, killersOf, type Mutant } from './mutant.js';
import type { TestResult, TestRun } from './run-tests.js';

/**
 * - `killed`: the named tests have found the defect, by an assertion
 * - `SURVIVED`: one of them has not
 * - `stale`: the text to replace, or a named test, is no longer there
 * - `invalid`: what it makes is no program, so that a failing test says nothing
 */
export type Verdict = 'killed' | 'SURVIVED' | 'stale' | 'invalid';

export interface Judgement {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  /** Why it is not killed; empty when it is. */
  readonly why: string;
  /** Tests that found it, of those that were run. */
  readonly killers: readonly TestResult[];
  readonly seconds: number;
}

/** fast-check wraps the assertion that a property has failed by. */
const ASSERTION = /^(?:AssertionError\b|Error: Property failed)/;

/** Whether a test found what it looks for; any other failure is a test, or a program, that broke. */
export function isAssertion(failure: string): boolean {
  return ASSERTION.test(failure);
}

/** What a run with the mutant says of it. */
export function judge(mutant: Mutant, run: TestRun): Judgement {
  const killers = run.tests.filter((test) => !test.passed);
  const result = { mutant, killers, seconds: run.seconds };
  if (run.broken.length > 0) return { ...result, verdict: 'invalid', why: run.broken.join('; ') };
  for (const killer of killersOf(mutant)) {
    const named = findNamed(killer, run);
    if (!named) return { ...result, verdict: 'stale', why: `${nameOf(killer)} did not run` };
    if (named.passed) {
      const others = killers.length === 0 ? '' : `; ${killers.length} other tests failed`;
      return { ...result, verdict: 'SURVIVED', why: `${nameOf(killer)} passes${others}` };
    }
    if (!isAssertion(named.failure)) {
      return { ...result, verdict: 'invalid', why: `failed, and not by an assertion: ${named.failure}` };
    }
  }
  return { ...result, verdict: 'killed', why: '' };
}

/** Why the tests that must kill a mutant cannot be relied on, from a run without any mutant. */
export function unreliable(mutant: Mutant, clean: TestRun): string | undefined {
  for (const killer of killersOf(mutant)) {
    const named = findNamed(killer, clean);
    if (!named) return `${killer.file} has no test ${JSON.stringify(killer.test)}`;
    if (!named.passed) return `${nameOf(killer)} fails without the mutant: ${named.failure}`;
  }
  return undefined;
}

function nameOf({ slug }: Killer): string {
  return slug === undefined ? 'the named test' : `the case ${slug}`;
}

function findNamed(killer: Killer, run: TestRun): TestResult | undefined {
  return run.tests.find((test) => test.file === killer.file && test.test === killer.test);
}
