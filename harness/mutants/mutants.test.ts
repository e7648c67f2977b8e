import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { caseSlugs } from '../../scripts/render-conformance.js';
import { applyMutant } from './apply-mutant.js';
import { CONFORMANCE_SUBJECTS } from './conformance-subjects.js';
import { judge, unreliable } from './judge.js';
import { loadMutants } from './load-mutants.js';
import { runTests } from './run-tests.js';

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

describe.each(mutants)('the mutant $name', (mutant) => {
  it('has the name of its file, and its defect fits its source, which still parses', () => {
    expect(basename(mutant.path, '.ts')).toBe(mutant.name);
    const mutated = applyMutant(mutant, read(mutant.file));
    expect(mutated).not.toBe(read(mutant.file));
    expect(parseSync(mutant.file, mutated).errors).toEqual([]);
  });

  it('names a test that is there', () => {
    const { slug } = mutant.killedBy;
    if (slug !== undefined) {
      expect(SLUGS).toContain(slug);
      expect(Object.keys(CONFORMANCE_SUBJECTS)).toContain(basename(mutant.killedBy.file, '.conformance.ts'));
      return;
    }
    const text = read(mutant.killedBy.file);
    for (const title of mutant.killedBy.test.split(' > '))
      expect(titlesIn(text)).toContainEqual(matching(title));
  });
});

describe('the mutants', () => {
  it('are each another defect', () => {
    const defects = mutants.map(({ file, replace }) => JSON.stringify({ file, replace }));
    expect(new Set(defects).size).toBe(defects.length);
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
  });
});
