import { inTurn } from './in-turn.js';
import type { LoadedMutant } from './load-mutants.js';
import { killersOf } from './mutant.js';
import { runCases } from './run-cases.js';
import { runTests, type TestRun } from './run-tests.js';

/** Every test and case that is named, without a defect; it is the longest run, and nothing else is under way. */
const CLEAN_MS = 1_800_000;
/** A defect may make a case wait for ever. */
const LONGEST_MS = 300_000;

/**
 * Runs the tests and the conformance cases that must find these mutants.
 * @param mutant the one that is put in place
 */
export async function runKillers(some: readonly LoadedMutant[], mutant?: LoadedMutant): Promise<TestRun> {
  const longestMs = mutant ? LONGEST_MS : CLEAN_MS;
  const slugs = slugsByFile(some);
  const cases = inTurn([...slugs], 2, ([file, own]) =>
    runCases(file, { slugs: own, longestMs, ...(mutant ? { mutant } : {}) }),
  );
  const files = testFiles(some);
  const tests =
    files.length === 0
      ? []
      : [runTests(files, { longestMs, ...(mutant ? { mutantPath: mutant.path } : {}) })];
  return together([...(await Promise.all(tests)), ...(await cases)]);
}

/** The results of several runs as those of one. */
export function together(runs: readonly TestRun[]): TestRun {
  return {
    tests: runs.flatMap(({ tests }) => tests),
    broken: runs.flatMap(({ broken }) => broken),
    seconds: Math.max(0, ...runs.map(({ seconds }) => seconds)),
  };
}

/** The cases that are named, by the file of the subject that is held to them. */
function slugsByFile(some: readonly LoadedMutant[]): ReadonlyMap<string, readonly string[]> {
  const slugs = new Map<string, string[]>();
  for (const { file, slug } of some.flatMap(killersOf)) {
    if (slug !== undefined) slugs.set(file, [...(slugs.get(file) ?? []), slug]);
  }
  return slugs;
}

function testFiles(some: readonly LoadedMutant[]): string[] {
  const named = some.flatMap(killersOf).flatMap(({ file, slug }) => (slug === undefined ? [file] : []));
  return [...new Set(named)];
}
