import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/repository.js';
import { applyMutant } from './apply-mutant.js';
import { checkCompiles } from './check-compiles.js';
import { conformanceGaps, writeConformanceMatrix } from './conformance-matrix.js';
import { type Judgement, judge, unreliable } from './judge.js';
import { type LoadedMutant, loadMutants } from './load-mutants.js';
import { packageOf } from './package-of.js';
import { renderLine, renderMatrix } from './render-matrix.js';
import { runTests, type TestRun } from './run-tests.js';

const MATRIX = join(import.meta.dirname, 'matrix.md');
const AT_ONCE = 2;

const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean' },
    conformance: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    write: { type: 'boolean' },
  },
});
if (options.write && !options.conformance && (!options.all || options.only)) {
  throw new Error('--write goes with --all, and then not with --only; or with --conformance');
}
if (options.all && options.conformance)
  throw new Error('--all and --conformance write two matrices: one at a time');

const everyMutant = await loadMutants();
const mutants = everyMutant
  .filter(({ name }) => !options.only || options.only.includes(name))
  .filter(({ killedBy }) => options.all !== true || killedBy.slug === undefined)
  .filter(({ killedBy }) => options.conformance !== true || killedBy.slug !== undefined);
if (mutants.length === 0) throw new Error('no such mutant');

const judgements = await judgeAll(mutants);
const killed = judgements.filter(({ verdict }) => verdict === 'killed').length;
const survived = judgements.filter(({ verdict }) => verdict === 'SURVIVED').length;
const matrix = renderMatrix(judgements);
let failed = judgements.length - killed;
if (options.conformance && options.write && failed === 0)
  writeConformanceMatrix(judgements, options.only !== undefined);
if (!options.only && !options.all) {
  const gaps = conformanceGaps(everyMutant, options.conformance ? judgements : undefined);
  for (const gap of gaps) console.log(`stale     ${gap}`);
  failed += gaps.length;
}
if (options.write && failed === 0) writeFileSync(MATRIX, matrix);
if (options.all && !options.only && (!existsSync(MATRIX) || readFileSync(MATRIX, 'utf8') !== matrix)) {
  console.log('stale     matrix.md: run with --all --write, and review what has changed');
  failed++;
}
const unusable = judgements.length - killed - survived;
console.log(
  `${killed} killed, ${survived} survived${unusable === 0 ? '' : `, ${unusable} stale or invalid`}`,
);
console.log(`${killed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function judgeAll(all: readonly LoadedMutant[]): Promise<Judgement[]> {
  const unusable = new Map<string, Judgement>();
  const exclude = (mutant: LoadedMutant, verdict: 'stale' | 'invalid', why: string) =>
    unusable.set(mutant.name, { mutant, verdict, why, killers: [], seconds: 0 });
  for (const mutant of all) {
    const why = whyStale(mutant);
    if (why !== undefined) exclude(mutant, 'stale', why);
  }
  const applicable = all.filter(({ name }) => !unusable.has(name));
  const [complaints, clean] = await Promise.all([
    checkCompiles(applicable),
    runTests(filtersOf(applicable), { slugs: slugsOf(applicable) }),
  ]);
  for (const mutant of applicable) {
    const complaint = complaints.get(mutant.name);
    const doubt = unreliable(mutant, clean);
    if (complaint !== undefined) exclude(mutant, 'invalid', complaint);
    else if (doubt !== undefined) exclude(mutant, 'stale', doubt);
  }
  return inTurn(all, async (mutant) => {
    const judgement = unusable.get(mutant.name) ?? judge(mutant, await runMutant(mutant));
    console.log(renderLine(judgement));
    return judgement;
  });
}

function whyStale(mutant: LoadedMutant): string | undefined {
  try {
    applyMutant(mutant, readFileSync(join(ROOT, mutant.file), 'utf8'));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function runMutant(mutant: LoadedMutant): Promise<TestRun> {
  return runTests(filtersOf([mutant]), { mutantPath: mutant.path, slugs: slugsOf([mutant]) });
}

/** The conformance cases that are named; for their matrix every one there is. */
function slugsOf(some: readonly LoadedMutant[]): readonly string[] {
  return options.conformance ? [] : some.flatMap(({ killedBy }) => killedBy.slug ?? []);
}

/** The tests to run: those that are named, and with `--all` every one of the package that is changed. */
function filtersOf(some: readonly LoadedMutant[]): string[] {
  const named = some.map(({ killedBy }) => killedBy.file);
  const packages = options.all ? some.map(({ file }) => `${packageOf(file)}/`) : [];
  return [...new Set([...named, ...packages])];
}

/** The results in the order of the items, with a few of them under way at any time. */
async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
