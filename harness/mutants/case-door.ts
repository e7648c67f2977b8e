import { writeFileSync } from 'node:fs';
import { type ConformanceOptions, runConformance } from '../conformance/src/index.js';
import type { CaseReport } from './run-cases.js';

/**
 * Stands in the place of the door for vitest where the cases are run for the mutants: without a runner of tests, whose
 * start takes longer than most cases do. What came of them is written to the file that the environment names.
 */
export function defineConformance(options: ConformanceOptions): void {
  void run(options).then(
    (report) => end(report),
    (error: unknown) => end({ broken: String(error) }),
  );
}

async function run(options: ConformanceOptions): Promise<CaseReport> {
  const { plugin, environment } = options;
  const suite = `conformance of ${plugin.type} on ${environment.name}`;
  let found = await failing(options);
  for (let left = Number(process.env.CERTCTL_CASES_RETRY); left > 0 && found.size > 0; left -= 1) {
    const only = [...found.keys()].filter((slug) => found.get(slug) !== '');
    if (only.length === 0) break;
    found = new Map([
      ...found,
      ...[...(await failing({ ...options, only }))].filter(([slug]) => only.includes(slug)),
    ]);
  }
  return { suite, cases: Object.fromEntries(found) };
}

/** What each case failed with; '' for one that passed, was not declared, or was left out. */
async function failing(options: ConformanceOptions): Promise<Map<string, string>> {
  const { results } = await runConformance(options);
  const reason = 'it was not selected';
  return new Map(
    results
      .filter((result) => result.outcome !== 'skipped' || result.reason !== reason)
      .map(({ slug, outcome, failure }) => {
        if (outcome === 'failed') return [slug, `AssertionError: ${failure?.message ?? ''}`];
        return [slug, outcome === 'errored' ? `Error: ${failure?.message ?? ''}` : ''];
      }),
  );
}

function end(report: CaseReport): void {
  writeFileSync(process.env.CERTCTL_CASES_REPORT ?? '', JSON.stringify(report));
  // A plugin with a defect may have left something open that would keep the process for ever.
  process.exit(0);
}
