import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { caseSlugs } from '../../scripts/render-conformance.js';
import { applyMutant } from './apply-mutant.js';
import { caseDigests, conformanceMutants } from './conformance-matrix.js';
import { CONFORMANCE_SUBJECTS } from './conformance-subjects.js';
import { judge, unreliable } from './judge.js';
import { loadMutants } from './load-mutants.js';
import { unnamedCases } from './matrix-gaps.js';
import { type Killer, killersOf } from './mutant.js';
import { runTests } from './run-tests.js';
import { SHOWN_BY_TESTS, shownBy } from './shown-by-tests.js';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const mutants = await loadMutants();
const SLUGS = caseSlugs();

/** The titles of a file, those with a place for a row's values included. */
function titlesIn(text: string): string[] {
  return [...text.matchAll(/(['`"])((?:(?!\1).)+)\1/g)].map(([, , title = '']) => title);
}

/** A title as the runner prints it, against the one in the source: `on $name` is printed as `on 'sqlite'`. */
function matching(printed: string) {
  return {
    asymmetricMatch: (title: string) =>
      new RegExp(
        `^${title
          .split(/%s|\$\w+/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+')}$`,
      ).test(printed),
    toString: () => printed,
  };
}

function expectThere({ file, test, slug }: Killer): void {
  if (slug !== undefined) {
    expect(SLUGS).toContain(slug);
    expect(Object.keys(CONFORMANCE_SUBJECTS)).toContain(basename(file, '.conformance.ts'));
    return;
  }
  for (const title of test.split(' > ')) expect(titlesIn(read(file))).toContainEqual(matching(title));
}

describe.each(mutants)('the mutant $name', (mutant) => {
  it('has the name of its file, and its defect fits its source, which still parses', () => {
    expect(basename(mutant.path, '.ts')).toBe(mutant.name);
    const mutated = applyMutant(mutant, read(mutant.file));
    expect(mutated).not.toBe(read(mutant.file));
    expect(parseSync(mutant.file, mutated).errors).toEqual([]);
  });

  it('names a test that is there', () => {
    for (const killer of killersOf(mutant)) expectThere(killer);
  });
});

describe('the mutants', () => {
  it('are each another defect', () => {
    const defects = mutants.map(({ file, replace }) => JSON.stringify({ file, replace }));
    expect(new Set(defects).size).toBe(defects.length);
  });

  it('name a conformance case at most once, so that it has one row in the matrix', () => {
    const names = conformanceMutants(mutants).map(({ mutant }) => mutant.name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('are really in what is tested: one of the table of decisions is found by the test of that table', async () => {
    const sample = mutants.find(({ name }) => name === 'recovery-turns-forward-again');
    if (!sample) throw new Error('the sample was renamed');
    const killedBy = {
      file: 'packages/engine/src/journal/decide.test.ts',
      test: 'the decision about an open entry > never goes forward once on the way back, never writes over a stranger, never guesses',
    };
    expect(
      judge({ ...sample, killedBy }, await runTests([killedBy.file], { mutantPath: sample.path })).verdict,
    ).toBe('killed');
    expect(unreliable({ ...sample, killedBy }, await runTests([killedBy.file]))).toBeUndefined();
    // Two processes of vitest, on a machine that may be busy.
  }, 120_000);
});

describe('a conformance case', () => {
  it('is named by a mutant, or shown to fail by a test: it can fail', () => {
    const cases = caseDigests();
    const today = {
      mutants: conformanceMutants(mutants),
      cases,
      shownByTests: Object.keys(cases).filter((slug) => shownBy(slug)),
    };
    expect(unnamedCases(today)).toEqual([]);
  });

  it.each(Object.entries(SHOWN_BY_TESTS))(
    '%s, which a test shows to fail, is there with it',
    (of, killer) => {
      expect(SLUGS.filter((slug) => slug === of || slug.startsWith(`${of}/`))).not.toEqual([]);
      expectThere(killer);
    },
  );
});
