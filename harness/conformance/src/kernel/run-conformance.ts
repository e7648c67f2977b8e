import type { Plugin } from '@certctl/plugin-api';
import { ALL_CASES } from '../cases/all-cases.js';
import type { InstalledPackage } from '../doors/installed-package.js';
import type { Environment } from '../environment/define-environment.js';
import { type Baseline, baselineOf, holdBaseline, holdSubject, marked } from './baseline.js';
import type { CaseResult } from './case-result.js';
import type { ConformanceCase } from './conformance-case.js';
import { notRun, runCase, STOPPED } from './run-case.js';
import { newRunId } from './run-id.js';
import { type Verdict, verdictOf } from './verdict.js';

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
  /** @default 60000 */
  readonly timeoutMs?: number;
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

export const DEFAULT_TIMEOUT_MS = 60_000;

/** Why a case that nobody asked for is skipped. */
const NOT_SELECTED = 'it was not selected';

/** Whether it is the run that left a case out, and not the environment. @param reason of a case that was skipped */
export function isLeftOut(reason: string | undefined): boolean {
  return reason === NOT_SELECTED || reason === STOPPED;
}

/** Runs the cases, one after the other, on one stage that is reset before each. */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceRun> {
  const { plugin, environment, cases = ALL_CASES, only, onResult, packed, signal, announce } = options;
  const runId = newRunId();
  const { baseline, rewriteBaseline } = options;
  const subject = { plugin: plugin.type, environment: environment.name };
  if (baseline && rewriteBaseline) holdSubject(baseline, subject);
  else if (baseline) holdBaseline(baseline, subject, cases);
  const startedAt = Date.now();
  const results: CaseResult[] = [];
  const add = (found: CaseResult) => {
    const result = rewriteBaseline ? found : marked(found, baseline);
    results.push(result);
    onResult?.(result);
  };
  const selected = cases.filter(({ slug }) => isSelected(slug, only));
  const stage = await environment.start({
    ...{ plugin, runId, cases: selected },
    ...(announce ? { announce } : {}),
  });
  try {
    for (const wanted of cases) {
      if (!selected.includes(wanted)) add(leftOut(wanted, plugin, NOT_SELECTED));
      else if (signal?.aborted) add(leftOut(wanted, plugin, STOPPED));
      else {
        const { timeoutMs = DEFAULT_TIMEOUT_MS * (stage.patience ?? 1) } = options;
        const { cannot } = environment;
        const given = { ...(packed ? { packed } : {}), ...(signal ? { signal } : {}) };
        add(await runCase(wanted, { plugin, stage, cannot, timeoutMs, ...given }));
      }
    }
  } finally {
    await stage.close();
  }
  const held = rewriteBaseline ? baselineOf(results, subject, baseline) : baseline;
  const all = rewriteBaseline ? results.map((result) => marked(result, held)) : results;
  return {
    verdict: verdictOf(all),
    results: all,
    ...(held ? { baseline: held } : {}),
    runId,
    unseen: stage.unseen ?? [],
    startedAt,
    endedAt: Date.now(),
  };
}

/** Whether a case was asked for, by its slug or its area. */
export function isSelected(slug: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((wanted) => slug === wanted || slug.startsWith(`${wanted}/`));
}

function leftOut(wanted: ConformanceCase, plugin: Plugin, reason: string): CaseResult {
  const { slug, level, title } = wanted;
  const left = notRun(wanted, plugin, []) ?? { outcome: 'skipped' as const, reason };
  return { slug, level, title, ms: 0, calls: {}, ...left };
}
