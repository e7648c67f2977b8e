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

export interface ConformOptions {
  /** A folder with a package.json, or a package as `npm install` takes it. */
  readonly source: string;
  /** Name of an environment of the suite, or a file that exports one by default. */
  readonly env?: string;
  /** Folder for the report. */
  readonly report?: string;
  /** Slugs, or areas. */
  readonly only?: readonly string[];
  readonly onStart?: (facts: {
    readonly type: string;
    readonly environment: string;
    readonly tier: Tier;
  }) => void;
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
 * @throws ConformanceError when it does not come to that; CertctlError when what it exports is no plugin
 */
export async function conform(
  options: ConformOptions,
): Promise<{ readonly report: ConformanceReport; readonly written: readonly string[] }> {
  const { source, env, only, onStart, onResult } = options;
  selectCases(only);
  const packed = await packPlugin(source);
  try {
    const { name, version } = packed.manifest;
    const plugin = loadPlugin(packed.exports, name);
    const environment = await findEnvironment(plugin, packed, env);
    onStart?.({ type: plugin.type, environment: environment.title, tier: environment.tier });
    const run = await runConformance({
      ...{ plugin, environment, packed },
      ...(only ? { only } : {}),
      ...(onResult ? { onResult } : {}),
    });
    const command = ['certctl conformance run', source, ...(env === undefined ? [] : ['--env', env])].join(
      ' ',
    );
    const about = { name, version, sha256: packed.sha256 };
    const report = buildReport({ plugin, environment, run, command, package: about });
    return { report, written: options.report === undefined ? [] : writeReport(report, options.report) };
  } finally {
    packed.remove();
  }
}
