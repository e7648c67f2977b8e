import { type Outcome, succeeded } from '@certctl/engine';
import type { Context } from '../context.js';
import { exitOfError, exitOfOutcome } from '../exit-code-of.js';
import { type AgainFlags, explainLine } from '../render/explain-line.js';
import { outcomeLine, renderOutcome } from '../render/render-outcome.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { errorLine } from '../report-error.js';
import { recordsPlace } from '../session/open-records.js';

/** Tells how one deploy or rollback has ended, and sets the exit code. */
export function reportOutcome(outcome: Outcome, flags: AgainFlags, context: Context): void {
  const { io } = context;
  const refusedEarly = outcome.status === 'refused' && outcome.plan === undefined;
  context.exitCode = refusedEarly ? exitOfError(outcome.error) : exitOfOutcome(outcome.status);
  if (context.json) {
    writeJson(io.stdout, outcome);
    return;
  }
  // What was kept in memory is gone with this process.
  const isRecorded = recordsPlace(flags, io) !== undefined;
  if (refusedEarly) {
    errorLine(outcome.error, context);
    if (isRecorded) io.stdout.write(`${explainLine(outcome.deploymentId, flags)}\n`);
    return;
  }
  io.stdout.write(renderOutcome(outcome, screenOf(io.stdout, io.env)));
  const line = outcomeLine(outcome);
  if (line !== undefined) io.stderr.write(`certctl: ${line}\n`);
  if (!succeeded(outcome.status) && isRecorded) {
    io.stdout.write(`\n${explainLine(outcome.deploymentId, flags)}\n`);
  }
}
