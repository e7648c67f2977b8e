import { randomUUID } from 'node:crypto';
import type { Plugin } from '@certctl/plugin-api';
import { ALL_CASES } from '../cases/all-cases.js';
import type { InstalledPackage } from '../doors/installed-package.js';
import type { Environment } from '../environment/define-environment.js';
import type { CaseResult } from './case-result.js';
import type { ConformanceCase } from './conformance-case.js';
import { notRun, runCase } from './run-case.js';
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
  /** @default 60000 */
  readonly timeoutMs?: number;
  /** Ends the run: the case that is under way is left, the stage is closed, and there is no result. */
  readonly signal?: AbortSignal;
  /** Told of each case as it ends. */
  readonly onResult?: (result: CaseResult) => void;
}

export interface ConformanceRun {
  readonly verdict: Verdict;
  readonly results: readonly CaseResult[];
  readonly runId: string;
  /** Declared operations that nobody could see here, and why. */
  readonly unseen: readonly { readonly operation: string; readonly reason: string }[];
  readonly startedAt: number;
  readonly endedAt: number;
}

export const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Runs the cases, one after the other, on one stage that is reset before each.
 * @throws the signal's reason when it was aborted, and what the environment throws when it cannot start
 */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceRun> {
  const { plugin, environment, cases = ALL_CASES, only, onResult, packed, signal } = options;
  const runId = `conformance-${randomUUID().slice(0, 8)}`;
  const startedAt = Date.now();
  const results: CaseResult[] = [];
  const add = (result: CaseResult) => {
    results.push(result);
    onResult?.(result);
  };
  const stage = await environment.start({ plugin, runId });
  try {
    for (const wanted of cases) {
      if (isSelected(wanted.slug, only)) {
        const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
        const { cannot } = environment;
        const result = await runCase(wanted, {
          ...{ plugin, stage, cannot, timeoutMs },
          ...(packed ? { packed } : {}),
          ...(signal ? { signal } : {}),
        });
        // What a case ended with that was left says nothing of the plugin.
        signal?.throwIfAborted();
        add(result);
      } else add(unselected(wanted, plugin));
    }
  } finally {
    await stage.close();
  }
  return {
    verdict: verdictOf(results),
    results,
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

function unselected(wanted: ConformanceCase, plugin: Plugin): CaseResult {
  const { slug, level, title } = wanted;
  const left = notRun(wanted, plugin, []) ?? { outcome: 'skipped' as const, reason: 'it was not selected' };
  return { slug, level, title, ms: 0, calls: {}, ...left };
}
