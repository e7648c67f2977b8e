import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type ConformanceMatrix,
  caseDigests,
  conformanceMutants,
  readMatrix,
  writeMatrix,
} from './conformance-matrix.js';
import type { Judgement } from './judge.js';
import { judgeMutants } from './judge-mutants.js';
import { type LoadedMutant, loadMutants } from './load-mutants.js';
import { differences, gapsIn, type Today } from './matrix-gaps.js';
import { renderConformanceMatrix } from './render-conformance-matrix.js';
import { renderLine } from './render-line.js';
import { runKillers } from './run-killers.js';
import { runMatrix } from './run-matrix.js';
import { shownBy } from './shown-by-tests.js';
import { mergedMatrix, testMatrixGaps } from './test-matrix.js';

const MATRIX = join(import.meta.dirname, 'matrix.md');
const CONFORMANCE_MATRIX = join(import.meta.dirname, 'conformance-matrix.md');

const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean' },
    'at-once': { type: 'string', default: '3' },
    conformance: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    write: { type: 'boolean' },
  },
});
if (options.write && !options.all && !options.conformance)
  throw new Error('--write goes with --all or with --conformance');
if (options.write && options.only && options.conformance)
  throw new Error('--conformance --write runs what is not known, and goes with no --only');

/** Processes under way at any time: they wait more than they compute. */
const atOnce = Number(options['at-once']);
if (!Number.isInteger(atOnce) || atOnce < 1) throw new Error('--at-once takes a number');

const everyMutant = await loadMutants();
const mutants = everyMutant.filter(({ name }) => options.only?.includes(name) ?? true);
if (mutants.length === 0) throw new Error('no such mutant');
const cases = caseDigests();
const today: Today = {
  mutants: conformanceMutants(everyMutant),
  cases,
  shownByTests: Object.keys(cases).filter((slug) => shownBy(slug)),
};

const { judgements, stale } = await (options.conformance ? theMatrix() : theTests());
const killed = judgements.filter(({ verdict }) => verdict === 'killed').length;
const survived = judgements.filter(({ verdict }) => verdict === 'SURVIVED').length;
for (const each of stale) console.log(`stale     ${each}`);
const unusable = judgements.length - killed - survived;
const failed = judgements.length - killed + stale.length;
console.log(
  `${killed} killed, ${survived} survived${unusable === 0 ? '' : `, ${unusable} stale or invalid`}`,
);
console.log(`${killed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

interface Result {
  readonly judgements: readonly Judgement[];
  /** What a snapshot no longer says. */
  readonly stale: readonly string[];
}

function onJudged(judgement: Judgement): void {
  console.log(renderLine(judgement));
}

/** Each mutant against the tests that it names; with `--all`, against every test of its package. */
async function theTests(): Promise<Result> {
  const wanted = options.all ? mutants.flatMap(withoutCases) : mutants;
  const whole = options.all === true;
  const judged = await judgeMutants(wanted, {
    atOnce,
    clean: (some) => runKillers(some, { whole }),
    mutated: (mutant) => runKillers([mutant], { whole, mutant }),
    onJudged,
  });
  if (options.all) return { judgements: judged, stale: written(judged) };
  return { judgements: judged, stale: options.only ? [] : [...printed(readMatrix()), ...testGaps()] };
}

/** With `--write`, writes what was found into the matrix of tests; without, gives where that says something else. */
function written(judged: readonly Judgement[]): string[] {
  const present = existsSync(MATRIX) ? readFileSync(MATRIX, 'utf8') : '';
  const matrix = mergedMatrix(present, judged, everyMutant.flatMap(withoutCases));
  if (options.write && judged.every(({ verdict }) => verdict === 'killed')) writeFileSync(MATRIX, matrix);
  return holds(MATRIX, matrix) ? [] : ['matrix.md: run with --all --write, and review what has changed'];
}

/** Where the matrix of tests does not have the mutants as they are. */
function testGaps(): string[] {
  const present = existsSync(MATRIX) ? readFileSync(MATRIX, 'utf8') : '';
  return testMatrixGaps(present, everyMutant.flatMap(withoutCases)).map(
    (gap) => `matrix.md: ${gap}; run with --all --write --only NAME, and review what has changed`,
  );
}

/** Each mutant of a plugin against every case, as far as that is not known; with `--all`, all of it again. */
async function theMatrix(): Promise<Result> {
  const afresh = options.all === true;
  const { judgements: judged, matrix, forget } = await runMatrix(mutants, { afresh, atOnce, onJudged });
  if (options.only) return { judgements: judged, stale: [] };
  if (!options.write)
    return { judgements: judged, stale: [...differences(readMatrix(), matrix), ...printed(readMatrix())] };
  writeMatrix(matrix);
  writeFileSync(CONFORMANCE_MATRIX, documentOf(matrix));
  // A mutant that could not be run is not in it, and has left nothing to be forgotten.
  forget();
  return { judgements: judged, stale: printed(matrix) };
}

/** Prints what each case finds, and gives what is wrong with it. */
function printed(matrix: ConformanceMatrix): string[] {
  const text = documentOf(matrix);
  console.log(text.slice(text.indexOf('## The cases'), text.indexOf('## The mutants')).trimEnd());
  const how = 'run with --conformance --write, and review what has changed';
  const gaps = gapsIn(matrix, today);
  const isRendered = holds(CONFORMANCE_MATRIX, text)
    ? []
    : ['conformance-matrix.md is not what the snapshot says'];
  return [...gaps, ...isRendered].map((gap) => `conformance-matrix.json: ${gap}; ${how}`);
}

function documentOf(matrix: ConformanceMatrix): string {
  return renderConformanceMatrix(matrix, today);
}

function holds(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

/** A mutant as far as it is about tests and not about conformance cases, which have a matrix of their own. */
function withoutCases(mutant: LoadedMutant): LoadedMutant[] {
  const { alsoKilledBy: _, ...rest } = mutant;
  return mutant.killedBy.slug === undefined ? [rest] : [];
}
