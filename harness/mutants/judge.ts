import type { Mutant } from './mutant.js';
import type { TestResult, TestRun } from './run-tests.js';

/**
 * - `killed`: the named test has found the defect, by an assertion
 * - `SURVIVED`: it has not
 * - `stale`: the text to replace, or the named test, is no longer there
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

/** What a run with the mutant says of it. */
export function judge(mutant: Mutant, run: TestRun): Judgement {
  const killers = run.tests.filter((test) => !test.passed);
  const named = findNamed(mutant, run);
  const result = { mutant, killers, seconds: run.seconds };
  if (run.broken.length > 0) return { ...result, verdict: 'invalid', why: run.broken.join('; ') };
  if (!named) return { ...result, verdict: 'stale', why: 'the test that must kill it did not run' };
  if (named.passed) {
    const others = killers.length === 0 ? '' : `; ${killers.length} other tests failed`;
    return { ...result, verdict: 'SURVIVED', why: `the named test passes${others}` };
  }
  if (!ASSERTION.test(named.failure)) {
    return { ...result, verdict: 'invalid', why: `failed, and not by an assertion: ${named.failure}` };
  }
  return { ...result, verdict: 'killed', why: '' };
}

/** Why the test that must kill a mutant cannot be relied on, from a run without any mutant. */
export function unreliable(mutant: Mutant, clean: TestRun): string | undefined {
  const named = findNamed(mutant, clean);
  if (!named) return `${mutant.killedBy.file} has no test ${JSON.stringify(mutant.killedBy.test)}`;
  return named.passed ? undefined : `the named test fails without the mutant: ${named.failure}`;
}

function findNamed({ killedBy }: Mutant, run: TestRun): TestResult | undefined {
  return run.tests.find((test) => test.file === killedBy.file && test.test === killedBy.test);
}
