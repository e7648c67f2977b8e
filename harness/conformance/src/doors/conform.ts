import type { StorePlugin } from '@certctl/plugin-api';
import { ALL_CASES } from '../cases/all-cases.js';
import type { Tier } from '../environment/define-environment.js';
import type { Baseline } from '../kernel/baseline.js';
import type { CaseResult } from '../kernel/case-result.js';
import type { ConformanceCase } from '../kernel/conformance-case.js';
import { type BegunCase, isSelected } from '../kernel/open-run.js';
import { runConformance } from '../kernel/run-conformance.js';
import { isRunId } from '../kernel/run-id.js';
import { buildReport } from '../report/build-report.js';
import type { ConformanceReport } from '../report/conformance-report.js';
import { writeReport } from '../report/write-report.js';
import { readBaseline, readEarlierBaseline, writeBaseline } from './baseline-file.js';
import { commandOf } from './command-of.js';
import { ConformanceError } from './conformance-error.js';
import { builtIn, type EndpointChoice, findEnvironment, namedEnvironment } from './find-environment.js';
import { loadPlugin } from './load-plugin.js';
import { packPlugin } from './pack-plugin.js';

/** What is about to be run, where. */
export interface RunFacts {
  readonly type: string;
  /** The package with its version: `certctl-plugin-acme@1.2.0`. */
  readonly package: string;
  readonly environment: string;
  readonly tier: Tier;
}

export interface ConformOptions extends EndpointChoice {
  /** A folder with a package.json, or a package as `npm install` takes it. */
  readonly source: string;
  /** Name of an environment of the suite, or a file that exports one by default. */
  readonly env?: string;
  /** Folder for the report. */
  readonly report?: string;
  /** File with what is known to fail. */
  readonly baseline?: string;
  /** Writes that file from what fails in this run, in place of holding the run to it. */
  readonly writeBaseline?: boolean;
  /** Slugs, or areas. */
  readonly only?: readonly string[];
  /** Packages to install beside the plugin in place of those of the registry: folders, archives, names. */
  readonly beside?: readonly string[];
  /** Plugins of stores, one of which a binding may be tried with. */
  readonly stores?: readonly StorePlugin[];
  /** Told of each step before the first case. */
  readonly onStep?: (what: string) => void;
  readonly onStart?: (facts: RunFacts) => void;
  readonly onBegin?: (begun: BegunCase) => void;
  readonly onResult?: (result: CaseResult) => void;
  /** Takes a line that the environment has to say before it begins. */
  readonly announce?: (line: string) => void;
  /** Ends the run: the rest is skipped, what was made is removed, and there is a report. */
  readonly signal?: AbortSignal;
}

/** The cases that a selection names; all, without one. @throws ConformanceError when it names none */
export function selectCases(only?: readonly string[]): readonly ConformanceCase[] {
  const strange = (only ?? []).find((wanted) => !ALL_CASES.some(({ slug }) => isSelected(slug, [wanted])));
  if (strange !== undefined)
    throw new ConformanceError(`${strange} is no case and no area; --list lists them`);
  return ALL_CASES.filter(({ slug }) => isSelected(slug, only));
}

/**
 * Packs a plugin, installs it into an empty folder, loads it as the engine would, and runs the cases.
 * @throws ConformanceError when it does not come to that, UnusablePackage when the package is why; CertctlError when
 *   what it exports is no plugin; the signal's reason when it was aborted before the first case
 */
export async function conform(
  options: ConformOptions,
): Promise<{ readonly report: ConformanceReport; readonly written: readonly string[] }> {
  const { source, env, only, beside, stores, onStep, onStart, onBegin, onResult, announce, signal } = options;
  selectCases(only);
  const known = baselineFor(options);
  const packed = await packPlugin(source, {
    ...(beside ? { beside } : {}),
    ...(signal ? { signal } : {}),
    ...(onStep ? { onStep } : {}),
  });
  try {
    const { name, version } = packed.manifest;
    const plugin = loadPlugin(packed.exports, name);
    const environment = await findEnvironment({
      ...{ plugin, packed, choice: choiceOf(options) },
      ...(env === undefined ? {} : { named: env }),
      ...(stores ? { stores } : {}),
    });
    const { title, tier } = environment;
    onStart?.({ type: plugin.type, package: `${name}@${version}`, environment: title, tier });
    const run = await runConformance({
      ...{ plugin, environment, packed },
      ...(only ? { only } : {}),
      ...(onBegin ? { onBegin } : {}),
      ...(onResult ? { onResult } : {}),
      ...(announce ? { announce } : {}),
      ...(signal ? { signal } : {}),
      ...(known ? { baseline: known } : {}),
      ...(options.writeBaseline ? { rewriteBaseline: true as const } : {}),
    });
    if (options.writeBaseline && options.baseline !== undefined && run.baseline)
      writeBaseline(options.baseline, run.baseline);
    const command = commandOf(options);
    const about = { name, version, sha256: packed.sha256 };
    const report = buildReport({
      ...{ plugin, environment, run, command, package: about },
      ...(only ? { only } : {}),
    });
    return { report, written: options.report === undefined ? [] : writeReport(report, options.report) };
  } finally {
    packed.remove();
  }
}

/**
 * Removes what a run has left behind that was killed: all that carries its id, and nothing else.
 * @returns what was removed
 * @throws ConformanceError when the environment leaves nothing behind, or the id is none
 */
export async function sweep(
  options: EndpointChoice & { readonly env: string | undefined; readonly runId: string },
): Promise<readonly string[]> {
  const { env, runId } = options;
  if (!isRunId(runId))
    throw new ConformanceError(`${runId} is no run: a report names it, conformance-1a2b3c4d`);
  if (env === undefined) throw new ConformanceError('where? Give the environment of the run with --env');
  const environment = await namedEnvironment(env, builtIn(), choiceOf(options));
  if (environment.sweep) return environment.sweep(runId);
  throw new ConformanceError(`${environment.name} keeps nothing when a run ends`);
}

/** Read before anything is packed or started. @throws ConformanceError */
function baselineFor({ baseline, writeBaseline: isWritten }: ConformOptions): Baseline | undefined {
  if (baseline === undefined) {
    if (!isWritten) return undefined;
    throw new ConformanceError('written where? Give the file with --baseline');
  }
  return isWritten ? readEarlierBaseline(baseline) : readBaseline(baseline);
}

function choiceOf({ endpoint, allowRealAccount }: EndpointChoice): EndpointChoice {
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(allowRealAccount === undefined ? {} : { allowRealAccount }),
  };
}
