import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { caseSlugs } from '../../scripts/render-conformance.js';
import { readText } from '../../scripts/repository.js';
import { caseDigest, digest } from './case-digest.js';
import { type Killer, killersOf, type Mutant } from './mutant.js';

const PATH = join(import.meta.dirname, 'conformance-matrix.json');

/** Which conformance cases find which mutant, of all of them: a snapshot, written by `--conformance --write`. */
export interface ConformanceMatrix {
  /** What each case asked when it was run, by slug: `caseDigest`. */
  readonly cases: Readonly<Record<string, string>>;
  readonly mutants: Readonly<Record<string, MatrixRow>>;
}

/** One mutant, against every case of the plugin that it is run with. */
export interface MatrixRow {
  /** The subject: a file of harness/conformance/subjects. */
  readonly on: string;
  /** What it changed when it was run: `mutantDigest`. */
  readonly digest: string;
  /** Slugs of the cases that find it, sorted. */
  readonly killedBy: readonly string[];
}

/** A mutant with the conformance case that it names. */
export interface ConformanceMutant<Of extends Mutant = Mutant> {
  readonly mutant: Of;
  readonly killer: Killer & { readonly slug: string };
  readonly on: string;
}

/** Those that name a conformance case, and so have a row in the matrix. */
export function conformanceMutants<Of extends Mutant>(mutants: readonly Of[]): ConformanceMutant<Of>[] {
  return mutants.flatMap((mutant) =>
    killersOf(mutant).flatMap(({ slug, ...killer }) =>
      slug === undefined
        ? []
        : [{ mutant, killer: { ...killer, slug }, on: basename(killer.file, '.conformance.ts') }],
    ),
  );
}

/** What a mutant changes, and in which plugin, as a digest. Neither its name nor its words are in it. */
export function mutantDigest({ mutant: { file, replace }, on }: ConformanceMutant): string {
  return digest(JSON.stringify({ on, file, replace }));
}

/** What every case asks today, by slug. */
export function caseDigests(): Record<string, string> {
  return Object.fromEntries(
    caseSlugs()
      .toSorted()
      .map((slug) => [slug, caseDigest(readText(`harness/conformance/src/cases/${slug}.ts`).text)]),
  );
}

/** The snapshot as it is kept; one that holds nothing where there is none. */
export function readMatrix(): ConformanceMatrix {
  if (!existsSync(PATH)) return { cases: {}, mutants: {} };
  // The shape is the one that is written below.
  return JSON.parse(readFileSync(PATH, 'utf8')) as ConformanceMatrix;
}

export function writeMatrix(matrix: ConformanceMatrix): void {
  writeFileSync(PATH, renderJson(matrix));
}

/** One line for a mutant and one for a case, so that a change can be reviewed. */
function renderJson({ cases, mutants }: ConformanceMatrix): string {
  const lines = (entries: Readonly<Record<string, unknown>>) =>
    Object.entries(entries)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  return `{\n  "cases": {\n${lines(cases)}\n  },\n  "mutants": {\n${lines(mutants)}\n  }\n}\n`;
}
