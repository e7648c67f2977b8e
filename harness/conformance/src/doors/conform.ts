import type { StorePlugin } from '@certctl/plugin-api';
import { ALL_CASES } from '../cases/all-cases.js';
import type { Tier } from '../environment/define-environment.js';
import type { CaseResult } from '../kernel/case-result.js';
import type { ConformanceCase } from '../kernel/conformance-case.js';
import { isSelected, runConformance } from '../kernel/run-conformance.js';
import { buildReport } from '../report/build-report.js';
import type { ConformanceReport } from '../report/conformance-report.js';
import { writeReport } from '../report/write-report.js';
import { ConformanceError } from './conformance-error.js';
import { findEnvironment } from './find-environment.js';
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

export interface ConformOptions {
  /** A folder with a package.json, or a package as `npm install` takes it. */
  readonly source: string;
  /** Name of an environment of the suite, or a file that exports one by default. */
  readonly env?: string;
  /** Folder for the report. */
  readonly report?: string;
  /** Slugs, or areas. */
  readonly only?: readonly string[];
  /** Packages to install beside the plugin in place of those of the registry: folders, archives, names. */
  readonly beside?: readonly string[];
  /** Plugins of stores, one of which a binding may be tried with. */
  readonly stores?: readonly StorePlugin[];
  /** Ends the run, and removes what was made for it. */
  readonly signal?: AbortSignal;
  /** Told of each step before the first case. */
  readonly onStep?: (what: string) => void;
  readonly onStart?: (facts: RunFacts) => void;
  readonly onResult?: (result: CaseResult) => void;
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
 *   what it exports is no plugin; the signal's reason when it was aborted
 */
export async function conform(
  options: ConformOptions,
): Promise<{ readonly report: ConformanceReport; readonly written: readonly string[] }> {
  const { source, env, only, beside, stores, signal, onStep, onStart, onResult } = options;
  selectCases(only);
  const packed = await packPlugin(source, {
    ...(beside ? { beside } : {}),
    ...(signal ? { signal } : {}),
    ...(onStep ? { onStep } : {}),
  });
  try {
    const { name, version } = packed.manifest;
    const plugin = loadPlugin(packed.exports, name);
    const environment = await findEnvironment({
      ...{ plugin, packed },
      ...(env === undefined ? {} : { named: env }),
      ...(stores ? { stores } : {}),
    });
    const { title, tier } = environment;
    onStart?.({ type: plugin.type, package: `${name}@${version}`, environment: title, tier });
    const run = await runConformance({
      ...{ plugin, environment, packed },
      ...(only ? { only } : {}),
      ...(onResult ? { onResult } : {}),
      ...(signal ? { signal } : {}),
    });
    const about = { name, version, sha256: packed.sha256 };
    const report = buildReport({ plugin, environment, run, command: commandOf(options), package: about });
    return { report, written: options.report === undefined ? [] : writeReport(report, options.report) };
  } finally {
    packed.remove();
  }
}

/** What runs the same again, without the selection: a failure adds its own. */
function commandOf({ source, env, beside = [] }: ConformOptions): string {
  return [
    'certctl conformance run',
    source,
    ...(env === undefined ? [] : ['--env', env]),
    ...(beside.length === 0 ? [] : ['--with', ...beside]),
  ].join(' ');
}
