import { join } from 'node:path';
import { ROOT } from '../../scripts/repository.js';
import {
  type ConformanceMatrix,
  type ConformanceMutant,
  caseDigests,
  conformanceMutants,
  mutantDigest,
  readMatrix,
} from './conformance-matrix.js';
import { inTurn } from './in-turn.js';
import { isAssertion, type Judgement } from './judge.js';
import { judgeMutants } from './judge-mutants.js';
import { KnownCells } from './known-cells.js';
import type { LoadedMutant } from './load-mutants.js';
import { runCases } from './run-cases.js';
import { together } from './run-killers.js';
import type { TestRun } from './run-tests.js';

/** What was run since the snapshot was written; not a part of the repository. */
const SINCE = join(ROOT, 'node_modules', '.cache', 'certctl-mutants', 'conformance-matrix.jsonl');

/** A whole subject, with a defect that makes cases wait for what does not come. */
const LONGEST_MS = 1_800_000;

export interface MatrixOptions {
  /** Runs every mutant against every case, whatever is known of them. */
  readonly afresh: boolean;
  /** Processes under way at any time. */
  readonly atOnce: number;
  readonly onJudged: (judgement: Judgement) => void;
}

export interface MatrixRun {
  /** Of those that were run. */
  readonly judgements: readonly Judgement[];
  /** Of those that were run against every case. */
  readonly matrix: ConformanceMatrix;
  /** To be called when the matrix is written. */
  readonly forget: () => void;
}

/** Runs each mutant of a plugin against the cases of its subject that it was not run against as both are today. */
export async function runMatrix(
  mutants: readonly LoadedMutant[],
  { afresh, atOnce, onJudged }: MatrixOptions,
): Promise<MatrixRun> {
  const cases = caseDigests();
  const known = new KnownCells(afresh ? { cases: {}, mutants: {} } : readMatrix(), SINCE);
  const own = conformanceMutants(mutants);
  const missing = new Map(own.map((each) => [each.mutant.name, slugsToRun(each, known, cases)] as const));
  const toRun = own.filter(({ mutant }) => missing.get(mutant.name)?.length !== 0);
  const judgements = await judgeMutants(toRun.map(asRun), {
    atOnce,
    clean: (some) => runClean(some, [...new Set([...missing.values()].flat())], atOnce),
    mutated: (mutant) => run(mutant.killedBy.file, missing.get(mutant.name) ?? [], mutant),
    onJudged: (judgement, ran) => {
      onJudged(judgement);
      const each = toRun.find(({ mutant }) => mutant.name === judgement.mutant.name);
      if (!each || !ran || ran.broken.length > 0) return;
      const slugs = missing.get(each.mutant.name) ?? [];
      known.add({
        name: each.mutant.name,
        digest: mutantDigest(each),
        cases: Object.fromEntries(slugs.map((slug) => [slug, cases[slug] ?? ''])),
        killedBy: slugsThatFound(ran).toSorted(),
      });
    },
  });
  return {
    judgements,
    matrix: assemble(own, known, cases),
    forget: () => known.clear(),
  };
}

/** What is not known; the case that is named is run with them. */
function slugsToRun(each: ConformanceMutant, known: KnownCells, cases: Record<string, string>): string[] {
  const missing = known.missing(each.mutant.name, mutantDigest(each), cases);
  return missing.length === 0 ? [] : [...new Set([...missing, each.killer.slug])];
}

/** Judged by the case alone: what else must find it is not run here. */
function asRun({ mutant, killer }: ConformanceMutant<LoadedMutant>): LoadedMutant {
  const { alsoKilledBy: _, ...rest } = mutant;
  return { ...rest, killedBy: killer };
}

/** @throws Error when a case fails without any defect: it would be in every row */
async function runClean(
  mutants: readonly LoadedMutant[],
  slugs: readonly string[],
  atOnce: number,
): Promise<TestRun> {
  const files = [...new Set(mutants.map(({ killedBy }) => killedBy.file))];
  const runs = await inTurn(files, atOnce, (file) => run(file, slugs));
  const failing = runs.flatMap(({ tests }) => tests.flatMap(({ passed, test }) => (passed ? [] : [test])));
  if (failing.length > 0) throw new Error(`fails without any mutant: ${failing.join(', ')}`);
  return together(runs);
}

function run(file: string, slugs: readonly string[], mutant?: LoadedMutant): Promise<TestRun> {
  // A case that fails once in a hundred on a busy machine has found nothing: each is asked twice before it is believed.
  return runCases(file, { slugs, longestMs: LONGEST_MS, retry: 1, ...(mutant ? { mutant } : {}) });
}

/** A case that broke says nothing of the plugin; it has found nothing. */
function slugsThatFound({ tests }: TestRun): string[] {
  return tests
    .filter(({ passed, failure }) => !passed && isAssertion(failure))
    .map(({ test }) => test.split(' > ').at(-1) ?? test);
}

function assemble(
  own: readonly ConformanceMutant[],
  known: KnownCells,
  cases: Readonly<Record<string, string>>,
): ConformanceMatrix {
  const rows = own.flatMap((each) => {
    const digest = mutantDigest(each);
    const { name } = each.mutant;
    if (known.missing(name, digest, cases).length > 0) return [];
    return [[name, { on: each.on, digest, killedBy: known.killers(name, digest, cases) }] as const];
  });
  return { cases, mutants: Object.fromEntries(rows) };
}
