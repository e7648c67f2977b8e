import type { Killer } from './mutant.js';

/**
 * Cases that no defect of a source can make fail in a run of sources, by slug or by area, with the test that shows
 * each of them to fail.
 */
export const SHOWN_BY_TESTS: Readonly<Record<string, Killer>> = {
  // The archive is not made of mutated sources: a test gives each of these cases packages that are broken.
  packaging: {
    file: 'harness/conformance/src/cases/packaging/packaging.test.ts',
    test: 'there is a broken package for every case about packages',
  },
};

/** The test that shows a case to fail, where no mutant can. */
export function shownBy(slug: string): Killer | undefined {
  return SHOWN_BY_TESTS[slug] ?? SHOWN_BY_TESTS[slug.slice(0, slug.indexOf('/'))];
}
