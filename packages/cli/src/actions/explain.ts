import { isCertctlError } from '@certctl/plugin-api';
import type { ExplainFlags } from '../commands/explain.js';
import type { Context } from '../context.js';
import type { DeploymentFacts, Live } from '../explain/deployment-facts.js';
import { explanationOf } from '../explain/explanation.js';
import { findDeployment } from '../explain/find-deployment.js';
import { trailCommand } from '../explain/trail-command.js';
import { again } from '../render/explain-line.js';
import { renderExplanation } from '../render/render-explanation.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withSession } from '../session/open-session.js';
import { withStore } from '../session/open-store.js';
import { findTarget } from '../targets/find-target.js';

export async function explain(word: string, flags: ExplainFlags, context: Context): Promise<void> {
  const { io } = context;
  const found = await withStore(flags, io, (store) => findDeployment(word, store));
  const facts: DeploymentFacts = {
    ...found,
    live: await lookNow(found.record.target.id, flags, context),
    words: `${found.record.target.id}${again({ targets: 'targets.yaml', ...flags })}`,
    now: Date.now(),
  };
  const said = explanationOf(facts);
  if (context.json) {
    const trail = trailCommand(facts.record);
    writeJson(io.stdout, {
      deployment: facts.record,
      ...(facts.open ? { open: { phase: facts.open.phase, since: facts.open.openedAt } } : {}),
      live: facts.live,
      explanation: { ...said, ...(trail === undefined ? {} : { trail }) },
    });
    return;
  }
  io.stdout.write(renderExplanation(facts, said, screenOf(io.stdout, io.env)));
}

/** Whatever keeps it from being looked up is part of the answer, and no reason to give none. */
async function lookNow(targetId: string, flags: ExplainFlags, context: Context): Promise<Live> {
  if (flags.targets === undefined) return 'not asked';
  const { io } = context;
  try {
    return await withSession(flags, 'look', context, async ({ engine, rules, settle }) => {
      const { target } = await findTarget(targetId, flags, rules, io);
      const status = await engine.show(target, { signal: io.signal });
      settle();
      return { at: Date.now(), status };
    });
  } catch (error) {
    if (!isCertctlError(error) || error.code === 'usage' || error.code === 'file_unreadable') throw error;
    return { at: Date.now(), error };
  }
}
