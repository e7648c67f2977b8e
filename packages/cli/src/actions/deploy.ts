import type { DeployFlags } from '../commands/deploy.js';
import type { Context } from '../context.js';
import { deployFleet } from '../fleet/deploy-fleet.js';
import { assertFleetWords, isFleet } from '../fleet/fleet-words.js';
import { readMaterial } from '../material/read-material.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';
import { usageError } from '../usage-error.js';
import { reportOutcome } from './report-outcome.js';

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
    reportOutcome(outcome, flags, context);
  });
}
