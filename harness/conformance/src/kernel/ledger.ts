import type { ConformanceCase } from './conformance-case.js';

/** A slug that was given out, and the version of the contract that it came with. */
export interface LedgerEntry {
  readonly since: number;
  /** Set when the case is no longer run. Its slug is never given out again. */
  readonly retired?: string;
}

export type Ledger = Readonly<Record<string, LedgerEntry>>;

const SLUG = /^[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Where ledger and cases contradict each other: a slug that is missing from the ledger, was taken away without a
 * word, was given out twice, or is given out again.
 */
export function ledgerProblems(ledger: Ledger, cases: readonly Pick<ConformanceCase, 'slug'>[]): string[] {
  const slugs = cases.map(({ slug }) => slug);
  return [
    ...slugs.filter((slug) => !SLUG.test(slug)).map((slug) => `${slug} is no slug: area/what-is-so`),
    ...slugs
      .filter((slug, at) => slugs.indexOf(slug) !== at)
      .map((slug) => `${slug} is the slug of two cases`),
    ...slugs.filter((slug) => !ledger[slug]).map((slug) => `${slug} is not in the ledger`),
    ...slugs
      .filter((slug) => ledger[slug]?.retired !== undefined)
      .map((slug) => `${slug} was retired, and its slug is given out again`),
    ...Object.entries(ledger)
      .filter(([slug, { retired }]) => retired === undefined && !slugs.includes(slug))
      .map(([slug]) => `${slug} is in the ledger, and its case is gone`),
  ];
}

/** What a ledger no longer says that an earlier one said: entries are only ever added, or retired. */
export function ledgerLosses(earlier: Ledger, now: Ledger): string[] {
  return Object.entries(earlier).flatMap(([slug, { since, retired }]) => {
    const entry = now[slug];
    if (entry === undefined) return [`${slug} was taken out of the ledger`];
    if (entry.since !== since)
      return [`${slug} came with version ${since}, and the ledger now says ${entry.since}`];
    return retired !== undefined && entry.retired === undefined
      ? [`${slug} was retired, and is not any more`]
      : [];
  });
}
