import type { DeployFlags } from '../commands/deploy.js';
import type { Context } from '../context.js';
import { exitOfError, exitOfOutcome } from '../exit-code-of.js';
import { deployFleet } from '../fleet/deploy-fleet.js';
import { assertFleetWords, isFleet } from '../fleet/fleet-words.js';
import { readMaterial } from '../material/read-material.js';
import { outcomeLine, renderOutcome } from '../render/render-outcome.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { errorLine } from '../report-error.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';
import { usageError } from '../usage-error.js';

export async function deploy(word: string | undefined, flags: DeployFlags, context: Context): Promise<void> {
  const { io } = context;
  if (isFleet(flags)) {
    assertFleetWords(word, flags);
    await withSession(flags, 'keep', context, (session) => deployFleet(flags, session, context));
    return;
  }
  if (flags.takeOverPlanned !== undefined) {
    throw usageError('--take-over-planned is for --all or -l', 'For one target use --take-over SHA256.');
  }
  await withSession(flags, 'keep', context, async ({ engine, rules, actor, settle }) => {
    const found = await findTarget(word, flags, rules, io);
    const material = await readMaterial(flags, found, io);
    const outcome = await engine.deploy({ target: found.target, ...material, actor, signal: io.signal });
    settle();
    const refusedEarly = outcome.status === 'refused' && outcome.plan === undefined;
    context.exitCode = refusedEarly ? exitOfError(outcome.error) : exitOfOutcome(outcome.status);
    if (context.json) {
      writeJson(io.stdout, outcome);
    } else if (refusedEarly) {
      errorLine(outcome.error, context);
    } else {
      io.stdout.write(renderOutcome(outcome, screenOf(io.stdout, io.env)));
      const line = outcomeLine(outcome);
      if (line !== undefined) io.stderr.write(`certctl: ${line}\n`);
    }
  });
}
