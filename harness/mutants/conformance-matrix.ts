import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { caseSlugs } from '../../scripts/render-conformance.js';
import type { Judgement } from './judge.js';
import type { Mutant } from './mutant.js';

const PATH = join(import.meta.dirname, 'conformance-matrix.json');

/** For each mutant of a plugin, the conformance cases that find it. */
export interface ConformanceMatrix {
  readonly [mutant: string]: {
    readonly on: string;
    readonly defect: string;
    readonly killedBy: readonly string[];
  };
}

export function matrixOf(judgements: readonly Judgement[]): ConformanceMatrix {
  return Object.fromEntries(
    judgements.map(({ mutant: { name, defect, killedBy }, killers }) => {
      const on = basename(killedBy.file, '.conformance.ts');
      const slugs = killers.map(({ test }) => test.split(' > ').at(-1) ?? test);
      return [name, { on, defect, killedBy: slugs.toSorted() }];
    }),
  );
}

/** @param isPart whether there are more mutants than these, whose entries stay as they are */
export function writeConformanceMatrix(judgements: readonly Judgement[], isPart: boolean): void {
  const kept = isPart && existsSync(PATH) ? readMatrix() : {};
  const entries = Object.entries({ ...kept, ...matrixOf(judgements) });
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(PATH, `${JSON.stringify(sorted, null, 2)}\n`);
}

/**
 * What is wrong with the matrix: a mutant that is not in it, or is found otherwise now; a case that finds no mutant,
 * and so was never seen to fail.
 *
 * @param judgements of a run of every mutant against every case, when there was one
 */
export function conformanceGaps(mutants: readonly Mutant[], judgements?: readonly Judgement[]): string[] {
  if (!existsSync(PATH) && !judgements) return [];
  const kept = existsSync(PATH) ? readMatrix() : {};
  const own = mutants.filter(({ killedBy }) => killedBy.slug !== undefined);
  const now = judgements ? matrixOf(judgements) : undefined;
  return gapsIn(kept, own, caseSlugs(), now);
}

export function gapsIn(
  kept: ConformanceMatrix,
  mutants: readonly Mutant[],
  slugs: readonly string[],
  now: ConformanceMatrix | undefined,
): string[] {
  const found = new Set(Object.values(kept).flatMap(({ killedBy }) => killedBy));
  return [
    ...mutants
      .filter(({ name, killedBy: { slug = '' } }) => !kept[name]?.killedBy.includes(slug))
      .map(
        ({ name }) =>
          `conformance-matrix.json: ${name} is not in it with its case; run with --conformance --write`,
      ),
    ...Object.keys(kept)
      .filter((name) => !mutants.some((mutant) => mutant.name === name))
      .map((name) => `conformance-matrix.json: there is no mutant ${name} any more`),
    ...Object.entries(now ?? {})
      .filter(([name, { killedBy }]) => killedBy.join() !== kept[name]?.killedBy.join())
      .map(
        ([name]) =>
          `conformance-matrix.json: ${name} is found by other cases now; run with --write, and review it`,
      ),
    ...slugs
      .filter((slug) => !found.has(slug) && !NEEDS_AN_ARCHIVE.test(slug))
      .map((slug) => `harness/conformance/src/cases/${slug}.ts finds no mutant: it was never seen to fail`),
  ];
}

/** Cases about the archive, which is not made of mutated sources; tests beside the packing show that they can fail. */
const NEEDS_AN_ARCHIVE = /^packaging\//;

function readMatrix(): ConformanceMatrix {
  // The shape is the one that is written above.
  return JSON.parse(readFileSync(PATH, 'utf8')) as ConformanceMatrix;
}
