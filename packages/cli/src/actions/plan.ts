import type { PlanFlags } from '../commands/plan.js';
import type { Context } from '../context.js';
import { exitOfPlan } from '../exit-code-of.js';
import { assertFleetWords, isFleet } from '../fleet/fleet-words.js';
import { planFleet } from '../fleet/plan-fleet.js';
import { readMaterial } from '../material/read-material.js';
import { refusalLine } from '../render/render-outcome.js';
import { renderPlan } from '../render/render-plan.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withSession } from '../session/open-session.js';
import { storeOf } from '../session/plugins.js';
import { findTarget } from '../targets/find-target.js';

export async function plan(word: string | undefined, flags: PlanFlags, context: Context): Promise<void> {
  const { io } = context;
  if (isFleet(flags)) {
    assertFleetWords(word, flags);
    await withSession(flags, 'look', context, (session) => planFleet(flags, session, context));
    return;
  }
  await withSession(flags, 'look', context, async ({ engine, rules, actor, settle }) => {
    const found = await findTarget(word, flags, rules, io);
    const { target } = found;
    const material = await readMaterial(flags, found, io);
    const made = await engine.plan({ target, ...material, actor, signal: io.signal });
    settle();
    context.exitCode = exitOfPlan(made.verdict);
    const type = storeOf(target.type).type;
    const shown = { id: target.id, name: target.name ?? target.id, type };
    if (context.json) {
      writeJson(io.stdout, { target: shown, plan: made });
      return;
    }
    io.stdout.write(renderPlan(shown, made, screenOf(io.stdout, io.env)));
    if (made.verdict === 'refused') io.stderr.write(`certctl: ${refusalLine(target.id, made.findings)}\n`);
  });
}
