import type { Plugin } from '@certctl/plugin-api';
import { ALL_CASES } from '../cases/all-cases.js';
import type { InstalledPackage } from '../doors/installed-package.js';
import type { Environment } from '../environment/define-environment.js';
import type { Stage } from '../environment/stage.js';
import {
  type Baseline,
  type BaselineSubject,
  baselineOf,
  holdBaseline,
  holdSubject,
  marked,
} from './baseline.js';
import type { CaseResult } from './case-result.js';
import type { ConformanceCase } from './conformance-case.js';
import { undeclared } from './is-declared.js';
import { levelOf } from './level-of.js';
import { notRun, runCase, STOPPED } from './run-case.js';
import { newRunId } from './run-id.js';
import { type Verdict, verdictOf } from './verdict.js';

/** A case that begins, and which of those that are asked of the plugin it is. */
export interface BegunCase {
  readonly slug: string;
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

export interface ConformanceOptions {
  readonly plugin: Plugin;
  readonly environment: Environment;
  /** Slugs, or areas (`rollback`); all cases when left out. What is left out is skipped, and the result partial. */
  readonly only?: readonly string[];
  /** Every case there is, when left out. */
  readonly cases?: readonly ConformanceCase[];
  /** Where it was packed and installed for the run: what the package is like is then looked at too. */
  readonly packed?: InstalledPackage;
  /** What is known to fail: it is shown as such, and all else counts as without it. */
  readonly baseline?: Baseline;
  /** Takes whatever fails as known, and forgets of the baseline what does not. */
  readonly rewriteBaseline?: true;
  /** Of one case. @default 60000, by the patience of the stage */
  readonly timeoutMs?: number;
  /** Told of each case as it begins. */
  readonly onBegin?: (begun: BegunCase) => void;
  /** Told of each case as it ends. */
  readonly onResult?: (result: CaseResult) => void;
  /** Takes a line that an environment has to say before it begins. */
  readonly announce?: (line: string) => void;
  /** Ends the run: what is left is skipped, and what was made outside of the process is removed. */
  readonly signal?: AbortSignal;
}

export interface ConformanceRun {
  readonly verdict: Verdict;
  /** The one that the verdict was found with; another than was given where that was to be written anew. */
  readonly baseline?: Baseline;
  readonly results: readonly CaseResult[];
  readonly runId: string;
  /** Declared operations that nobody could see here, and why. */
  readonly unseen: readonly { readonly operation: string; readonly reason: string }[];
  readonly startedAt: number;
  readonly endedAt: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** Why a case was left out that the selection does not name, or that whoever runs the cases never began. */
export const NOT_SELECTED = 'it was not selected';

/** Whether it is the run that left a case out, and not the environment. @param reason of a case that was skipped */
export function isLeftOut(reason: string | undefined): boolean {
  return reason === NOT_SELECTED || reason === STOPPED;
}

/**
 * A run that is under way, whose cases somebody else begins: one after the other, as the command does it, or each in a
 * test of its own. Whoever begins them, the same comes of it.
 */
export class OpenRun {
  readonly #results = new Map<ConformanceCase, CaseResult>();
  readonly #asked: readonly ConformanceCase[];
  readonly #startedAt: number;

  private constructor(
    private readonly options: ConformanceOptions,
    private readonly cases: readonly ConformanceCase[],
    private readonly runId: string,
    private readonly stage: Stage,
    startedAt: number,
  ) {
    this.#startedAt = startedAt;
    this.#asked = cases.filter(
      (each) => isSelected(each.slug, options.only) && undeclared(each, options.plugin) === undefined,
    );
  }

  /** Starts the environment. @throws ConformanceError when the baseline is of something else */
  static async start(options: ConformanceOptions): Promise<OpenRun> {
    const { plugin, environment, cases = ALL_CASES, only, announce, baseline, rewriteBaseline } = options;
    if (baseline && rewriteBaseline) holdSubject(baseline, subjectOf(options));
    else if (baseline) holdBaseline(baseline, subjectOf(options), cases);
    const startedAt = Date.now();
    const runId = newRunId();
    const stage = await environment.start({
      ...{ plugin, runId, cases: cases.filter(({ slug }) => isSelected(slug, only)) },
      ...(announce ? { announce } : {}),
    });
    return new OpenRun(options, cases, runId, stage, startedAt);
  }

  /** Runs one case; one that is run again has the later result. */
  async run(wanted: ConformanceCase): Promise<CaseResult> {
    const { plugin, environment, packed, signal, onBegin } = this.options;
    const { cannot } = environment;
    const { timeoutMs = DEFAULT_TIMEOUT_MS * (this.stage.patience ?? 1) } = this.options;
    const number = this.#asked.indexOf(wanted) + 1;
    if (!notRun(wanted, plugin, cannot)) onBegin?.({ slug: wanted.slug, number, of: this.#asked.length });
    const given = { ...(packed ? { packed } : {}), ...(signal ? { signal } : {}) };
    return this.#add(
      wanted,
      await runCase(wanted, { plugin, stage: this.stage, cannot, timeoutMs, ...given }),
    );
  }

  /** Takes a case for one that is not run. */
  leaveOut(wanted: ConformanceCase, reason: string): CaseResult {
    return this.#add(wanted, this.#leftOut(wanted, reason));
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  /** What it has come to by now. A case that was not begun was left out. */
  result(): ConformanceRun {
    const { rewriteBaseline, baseline } = this.options;
    const results = this.cases.map(
      (each) => this.#results.get(each) ?? this.#marked(this.#leftOut(each, NOT_SELECTED)),
    );
    const held = rewriteBaseline ? baselineOf(results, subjectOf(this.options), baseline) : baseline;
    const all = rewriteBaseline ? results.map((result) => marked(result, held)) : results;
    return {
      verdict: verdictOf(all),
      results: all,
      ...(held ? { baseline: held } : {}),
      runId: this.runId,
      unseen: this.stage.unseen ?? [],
      startedAt: this.#startedAt,
      endedAt: Date.now(),
    };
  }

  #add(wanted: ConformanceCase, found: CaseResult): CaseResult {
    const result = this.#marked(found);
    this.#results.set(wanted, result);
    this.options.onResult?.(result);
    return result;
  }

  #marked(found: CaseResult): CaseResult {
    return this.options.rewriteBaseline ? found : marked(found, this.options.baseline);
  }

  #leftOut(wanted: ConformanceCase, reason: string): CaseResult {
    const { plugin, packed } = this.options;
    const { slug, title } = wanted;
    const left = notRun(wanted, plugin, []) ?? { outcome: 'skipped' as const, reason };
    return { slug, level: levelOf(wanted, packed), title, ms: 0, calls: {}, ...left };
  }
}

/** Whether a case was asked for, by its slug or its area. */
export function isSelected(slug: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((wanted) => slug === wanted || slug.startsWith(`${wanted}/`));
}

function subjectOf({ plugin, environment }: ConformanceOptions): BaselineSubject {
  return { plugin: plugin.type, environment: environment.name };
}
