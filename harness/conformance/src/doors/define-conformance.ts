import { AssertionError } from 'node:assert';
import { ALL_CASES } from '../cases/all-cases.js';
import type { Stage } from '../environment/stage.js';
import { type Baseline, holdBaseline, marked } from '../kernel/baseline.js';
import type { CaseResult, Failure } from '../kernel/case-result.js';
import type { ConformanceCase } from '../kernel/conformance-case.js';
import { notRun, runCase } from '../kernel/run-case.js';
import { type ConformanceOptions, DEFAULT_TIMEOUT_MS, isSelected } from '../kernel/run-conformance.js';
import { newRunId } from '../kernel/run-id.js';
import { readBaseline } from './baseline-file.js';

/** What a runner of tests gives to one test. */
interface TestContext {
  /** Leaves the test out, and says why. */
  skip(reason: string): void;
}

/** The part of a runner of tests that is needed. */
export interface Runner {
  describe(title: string, body: () => void): void;
  it(title: string, body: (context: TestContext) => Promise<void>, timeoutMs: number): void;
  before(body: () => Promise<void>): void;
  after(body: () => Promise<void>): void;
}

/** What both doors into a runner of tests take. */
export interface DoorOptions
  extends Omit<ConformanceOptions, 'baseline' | 'rewriteBaseline' | 'signal' | 'packed'> {
  /** What is known to fail, or the file that says it: such a case is skipped with that word. */
  readonly baseline?: Baseline | string;
}

/** One test for each case, in a runner of tests. A case that is not declared, or cannot be shown, is skipped. */
export function defineConformanceIn(runner: Runner, options: DoorOptions): void {
  const { plugin, environment, cases = ALL_CASES, only, timeoutMs = DEFAULT_TIMEOUT_MS, onResult } = options;
  const { cannot } = environment;
  const baseline = readGiven(options.baseline);
  if (baseline) holdBaseline(baseline, { plugin: plugin.type, environment: environment.name }, cases);
  runner.describe(`conformance of ${plugin.type} on ${environment.name}`, () => {
    let stage: Stage;
    runner.before(async () => {
      stage = await environment.start({ plugin, runId: newRunId() });
    });
    runner.after(() => stage.close());
    for (const wanted of cases.filter(({ slug }) => isSelected(slug, only))) {
      runner.it(
        wanted.slug,
        async (context) => {
          const result = marked(await runCase(wanted, { plugin, stage, cannot, timeoutMs }), baseline);
          if (notRun(wanted, plugin, cannot) === undefined) onResult?.(result);
          settle(result, wanted, context);
        },
        timeoutMs + 10_000,
      );
    }
  });
}

function readGiven(baseline: DoorOptions['baseline']): Baseline | undefined {
  return typeof baseline === 'string' ? readBaseline(baseline) : baseline;
}

function settle(
  { outcome, reason, failure, baseline }: CaseResult,
  wanted: ConformanceCase,
  context: TestContext,
): void {
  if (baseline === 'stale') {
    throw new Error(`the baseline says that ${wanted.slug} fails, and it is ${outcome}: remove it there`);
  }
  if (baseline === 'known') {
    context.skip(`failed, known: ${failure?.message ?? ''}`);
    return;
  }
  if (outcome === 'passed') return;
  if (outcome === 'skipped' || outcome === 'not-declared') {
    context.skip(reason ?? outcome);
    return;
  }
  const text = failure ? explain(failure, wanted) : outcome;
  if (outcome === 'errored') throw new Error(text);
  throw new AssertionError({ message: text, expected: failure?.expected, actual: failure?.observed });
}

/** A failure as a person reads it in the output of a runner. */
function explain(failure: Failure, wanted: ConformanceCase): string {
  const { message, expected, observed, exchange } = failure;
  const { title } = wanted;
  const { why, remedy, source } = failure.rule ?? wanted;
  return [
    expected === undefined ? message : `${message}: expected ${expected}, observed ${observed}`,
    `  case:   ${title}`,
    `  why:    ${why}`,
    `  rule:   ${source}`,
    `  remedy: ${remedy}`,
    ...exchange.map(
      (each) => `  ${String(each.atMs).padStart(6)} ms  ${each.operation}: ${each.request} -> ${each.answer}`,
    ),
  ].join('\n');
}
