import { AssertionError } from 'node:assert';
import { ALL_CASES } from '../cases/all-cases.js';
import type { Baseline } from '../kernel/baseline.js';
import type { CaseResult } from '../kernel/case-result.js';
import type { ConformanceCase } from '../kernel/conformance-case.js';
import { type ConformanceOptions, isSelected, OpenRun } from '../kernel/open-run.js';
import { EXIT_CODE_OF_VERDICT, verdictOf } from '../kernel/verdict.js';
import { explainFailure } from '../report/explain-failure.js';
import { readBaseline } from './baseline-file.js';

/** What a runner of tests gives to one test. */
interface TestContext {
  /** Leaves the test out, and says why. */
  skip(reason: string): void;
}

/**
 * The part of a runner of tests that is needed. Its tests run one after the other, as they are defined, and it sets
 * them no limit: each case has one, which depends on the environment, and that is not started yet.
 */
export interface Runner {
  describe(title: string, body: () => void): void;
  it(title: string, body: (context: TestContext) => Promise<void>): void;
  before(body: () => Promise<void>): void;
  after(body: () => Promise<void>): void;
}

/** What both doors into a runner of tests take. */
export interface DoorOptions
  extends Omit<ConformanceOptions, 'baseline' | 'rewriteBaseline' | 'signal' | 'packed'> {
  /** What is known to fail, or the file that says it: such a case is skipped with that word. */
  readonly baseline?: Baseline | string;
}

/** The last test: the verdict, as the command finds it. */
const LAST = 'the result is whole';

/**
 * One test for each case, in a runner of tests, and a last one for all of them: red where the command would not end
 * with 0. A case that is not declared, cannot be shown, or does not count is skipped.
 */
export function defineConformanceIn(runner: Runner, given: DoorOptions): void {
  const { baseline, ...others } = given;
  const known = readGiven(baseline);
  const options: ConformanceOptions = {
    announce: sayOnStderr,
    ...others,
    ...(known ? { baseline: known } : {}),
  };
  const { plugin, environment, cases = ALL_CASES, only } = options;
  runner.describe(`conformance of ${plugin.type} on ${environment.name}`, () => {
    let run: OpenRun | undefined;
    const started = () => {
      if (run) return run;
      throw new Error(`${environment.name} was not started`);
    };
    runner.before(async () => {
      run = await OpenRun.start(options);
    });
    runner.after(async () => run?.close());
    for (const wanted of cases.filter(({ slug }) => isSelected(slug, only))) {
      runner.it(wanted.slug, async (context) => settle(await started().run(wanted), wanted, context));
    }
    runner.it(LAST, async (context) => settleAll(started().result().results, only, context));
  });
}

function readGiven(baseline: DoorOptions['baseline']): Baseline | undefined {
  return typeof baseline === 'string' ? readBaseline(baseline) : baseline;
}

function sayOnStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

function settle(result: CaseResult, wanted: ConformanceCase, context: TestContext): void {
  const { outcome, failure, baseline } = result;
  if (baseline === 'stale') {
    throw new Error(`the baseline says that ${wanted.slug} fails, and it is ${outcome}: remove it there`);
  }
  const left = leftOut(result);
  if (left !== undefined) context.skip(left);
  if (left !== undefined || outcome === 'passed') return;
  const text = failure ? textOf(explainFailure(failure, wanted)) : outcome;
  if (outcome === 'errored') throw new Error(text);
  throw new AssertionError({ message: text, expected: failure?.expected, actual: failure?.observed });
}

/** Why a case is no test that passes or fails; undefined for one that is. */
function leftOut({ outcome, level, baseline, reason, failure }: CaseResult): string | undefined {
  const message = failure?.message ?? '';
  if (baseline === 'known') return `failed, known: ${message}`;
  if (outcome === 'passed') return undefined;
  if (outcome === 'skipped' || outcome === 'not-declared') return reason ?? outcome;
  return level === 'provisional' ? `${outcome}, provisional: ${message}` : undefined;
}

/** What was left out on purpose leaves the result partial, and is no reason to be red. */
function settleAll(
  results: readonly CaseResult[],
  only: ConformanceOptions['only'],
  context: TestContext,
): void {
  const verdict = verdictOf(results);
  if (EXIT_CODE_OF_VERDICT[verdict] === 0) return;
  const selected = results.filter(({ slug }) => isSelected(slug, only));
  if (verdict === 'partial' && only && EXIT_CODE_OF_VERDICT[verdictOf(selected)] === 0) {
    context.skip(`partial: nothing was asked but ${only.join(', ')}`);
    return;
  }
  throw new AssertionError({
    message: [`the result is ${verdict}`, ...reasonsOf(verdict === 'failed' ? results : selected)].join('\n'),
    expected: 'passed',
    actual: verdict,
  });
}

/** Why a result is not whole, one a line. */
function reasonsOf(results: readonly CaseResult[]): readonly string[] {
  const isBad = ({ outcome, level, baseline }: CaseResult) =>
    baseline === 'stale' ||
    ((outcome === 'failed' || outcome === 'errored') && level !== 'provisional' && baseline !== 'known');
  const bad = results.filter(isBad).map(({ slug, outcome, baseline }) => `  ${baseline ?? outcome}: ${slug}`);
  const left = results
    .filter(({ outcome, level }) => outcome === 'skipped' && level === 'core')
    .map(({ slug, reason }) => `  not proven: ${slug}: ${reason ?? 'it was skipped'}`);
  if (bad.length > 0) return bad;
  return left.length > 0 ? left : ['  no case that counts was run'];
}

function textOf({ seen, notes, requests }: ReturnType<typeof explainFailure>): string {
  const named = notes.map(([name, text]) => `  ${`${name}:`.padEnd(7)} ${text}`);
  return [seen, ...named, ...requests.map((line) => `  ${line}`)].join('\n');
}
