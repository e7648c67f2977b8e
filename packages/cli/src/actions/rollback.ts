import type { RollbackFlags } from '../commands/rollback.js';
import type { Context } from '../context.js';
import { findDeployment } from '../explain/find-deployment.js';
import { readPrevious } from '../material/read-material.js';
import { withSession } from '../session/open-session.js';
import { withStore } from '../session/open-store.js';
import { findTarget } from '../targets/find-target.js';
import { reportOutcome } from './report-outcome.js';

export async function rollback(
  word: string | undefined,
  flags: RollbackFlags,
  context: Context,
): Promise<void> {
  const { io } = context;
  const { to } = flags;
  // The engine is given the whole id.
  const id =
    to === undefined
      ? undefined
      : await withStore(flags, io, async (store) => (await findDeployment(to, store)).record.id);
  await withSession(flags, 'keep', context, async ({ engine, rules, actor, settle }) => {
    const found = await findTarget(word, flags, rules, io);
    const outcome = await engine.rollback({
      target: found.target,
      ...(id === undefined ? {} : { to: id }),
      ...(await readPrevious(flags, io)),
      actor,
      signal: io.signal,
    });
    settle();
    reportOutcome(outcome, flags, context);
  });
}
