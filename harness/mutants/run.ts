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
import { loadMutants } from './load-mutants.js';
import { differences, gapsIn, type Today } from './matrix-gaps.js';
import { renderConformanceMatrix } from './render-conformance-matrix.js';
import { renderLine } from './render-line.js';
import { runKillers } from './run-killers.js';
import { runMatrix } from './run-matrix.js';
import { shownBy } from './shown-by-tests.js';

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
if (options.all && !options.conformance) throw new Error('--all goes with --conformance');
if (options.write && (options.only || !options.conformance))
  throw new Error('--write goes with --conformance, and then not with --only');

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

const { judgements, stale } = await (options.conformance ? theMatrix() : theNamed());
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

/** Each mutant against the tests and the cases that it names. */
async function theNamed(): Promise<Result> {
  const judged = await judgeMutants(mutants, {
    atOnce,
    clean: (some) => runKillers(some),
    mutated: (mutant) => runKillers([mutant], mutant),
    onJudged,
  });
  return { judgements: judged, stale: options.only ? [] : printed(readMatrix()) };
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
