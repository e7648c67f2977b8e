import { ALL_CASES } from '../cases/all-cases.js';
import {
  type ConformanceOptions,
  type ConformanceRun,
  isSelected,
  NOT_SELECTED,
  OpenRun,
} from './open-run.js';
import { STOPPED } from './run-case.js';

/** Runs the cases, one after the other, on one stage that is reset before each. */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceRun> {
  const { cases = ALL_CASES, only, signal } = options;
  const run = await OpenRun.start(options);
  try {
    for (const wanted of cases) {
      if (!isSelected(wanted.slug, only)) run.leaveOut(wanted, NOT_SELECTED);
      else if (signal?.aborted) run.leaveOut(wanted, STOPPED);
      else await run.run(wanted);
    }
  } finally {
    await run.close();
  }
  return run.result();
}
