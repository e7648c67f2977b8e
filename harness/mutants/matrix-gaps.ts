import { type ConformanceMatrix, type ConformanceMutant, mutantDigest } from './conformance-matrix.js';

/** What the matrix is held against. */
export interface Today {
  readonly mutants: readonly ConformanceMutant[];
  /** What each case asks, by slug. */
  readonly cases: Readonly<Record<string, string>>;
  /** Slugs of cases that a test shows to fail, where no mutant of a source can. */
  readonly shownByTests: readonly string[];
}

/**
 * What is wrong with the matrix: a mutant or a case that is not in it as it is today, or is in it no longer; a mutant
 * that the case it names does not find; a case that finds no mutant, and so was never seen to fail.
 */
export function gapsIn(kept: ConformanceMatrix, { mutants, cases, shownByTests }: Today): string[] {
  const found = new Set(Object.values(kept.mutants).flatMap(({ killedBy }) => killedBy));
  const names = new Set(mutants.map(({ mutant }) => mutant.name));
  return [
    ...mutants.flatMap((each) => gapsOf(each, kept)),
    ...Object.entries(cases).flatMap(([slug, asked]) => {
      if (kept.cases[slug] === undefined) return [`the case ${slug} is not in it`];
      return kept.cases[slug] === asked ? [] : [`the case ${slug} asks something else now`];
    }),
    ...Object.keys(kept.mutants)
      .filter((name) => !names.has(name))
      .map((name) => `there is no mutant ${name} any more`),
    ...Object.keys(kept.cases)
      .filter((slug) => cases[slug] === undefined)
      .map((slug) => `there is no case ${slug} any more`),
    ...Object.keys(cases)
      .filter((slug) => !found.has(slug) && !shownByTests.includes(slug))
      .map((slug) => `the case ${slug} finds no mutant: it was never seen to fail`),
  ];
}

function gapsOf(each: ConformanceMutant, kept: ConformanceMatrix): string[] {
  const { name } = each.mutant;
  const row = kept.mutants[name];
  if (!row) return [`the mutant ${name} is not in it`];
  if (row.digest !== mutantDigest(each)) return [`the mutant ${name} changes something else now`];
  return row.killedBy.includes(each.killer.slug) ? [] : [`${name} is not found by ${each.killer.slug}`];
}

/**
 * Cases that no mutant names and no test shows: found by accident only, by a defect of something else, they say of
 * nothing what they are about.
 */
export function unnamedCases({ mutants, cases, shownByTests }: Today): string[] {
  const named = new Set([...mutants.map(({ killer }) => killer.slug), ...shownByTests]);
  return Object.keys(cases).filter((slug) => !named.has(slug));
}

/** Where two matrices of the same mutants and cases contradict each other, a line for each mutant. */
export function differences(kept: ConformanceMatrix, now: ConformanceMatrix): string[] {
  return Object.entries(now.mutants).flatMap(([name, { killedBy }]) => {
    const before = kept.mutants[name]?.killedBy ?? [];
    const more = killedBy.filter((slug) => !before.includes(slug)).map((slug) => `+${slug}`);
    const less = before.filter((slug) => !killedBy.includes(slug)).map((slug) => `-${slug}`);
    const all = [...more, ...less];
    return all.length === 0 ? [] : [`${name} is found by other cases now: ${all.join(' ')}`];
  });
}
