import type { Plan } from '@certctl/engine';
import type { PlanFlags } from '../commands/plan.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { readFleetMaterial } from '../material/read-material.js';
import { oneLine } from '../render/one-line.js';
import { type FleetLine, renderFleet } from '../render/render-fleet.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import type { Session } from '../session/open-session.js';
import { selectTargets } from '../targets/find-target.js';
import { FleetProgress } from './fleet-progress.js';
import { concurrencyOf, type FleetResult, runFleet } from './run-fleet.js';
import { tallyOf, wordOfError } from './tally.js';

/** Plans for many targets, within the quotas of their services. Writes nothing. */
export async function planFleet(
  flags: PlanFlags,
  { engine, rules, actor, settle }: Session,
  context: Context,
): Promise<void> {
  const { io } = context;
  const targets = await selectTargets(flags, rules, io);
  const progress = new FleetProgress('planned', targets.length, context);
  const results = await runFleet(
    targets,
    concurrencyOf(flags.concurrency),
    io,
    async (found) => {
      const material = await readFleetMaterial(found, io);
      return engine.plan({ target: found.target, ...material, actor, signal: io.signal });
    },
    (count, { id }) => progress.ended(count, id),
  );
  progress.clear();
  settle();
  const tally = tallyOf(results, (plan) => ({ word: plan.verdict, findings: plan.findings }));
  context.exitCode = exitOf(tally.ended);
  if (context.json) {
    writeJson(io.stdout, { summary: tally, targets: results.map(documentOf) });
    return;
  }
  io.stdout.write(renderFleet(linesOf(results), tally, screenOf(io.stdout, io.env)));
}

function exitOf(ended: Readonly<Record<string, number>>): number {
  if (ended.error || ended['not started']) return EXIT_CODES.error.code;
  if (ended.refused) return EXIT_CODES.refused.code;
  return (ended.changes ? EXIT_CODES.changes : EXIT_CODES.done).code;
}

function documentOf(result: FleetResult<Plan>): object {
  return 'done' in result ? { id: result.id, plan: result.done } : result;
}

const ORDER = ['error', 'refused', 'not started', 'changes'];

/** Everything but what needs nothing; the gravest first. */
function linesOf(results: readonly FleetResult<Plan>[]): readonly FleetLine[] {
  return results
    .map(lineOf)
    .filter(({ word }) => ORDER.includes(word))
    .toSorted((a, b) => ORDER.indexOf(a.word) - ORDER.indexOf(b.word));
}

function lineOf(result: FleetResult<Plan>): FleetLine {
  const { id } = result;
  if ('notStarted' in result) return { id, word: 'not started', note: 'interrupted' };
  if ('error' in result) {
    const { code, message } = result.error;
    return { id, word: wordOfError(result.error), note: oneLine(`${code}: ${message}`) };
  }
  const { verdict, findings, steps, rollback } = result.done;
  const telling = findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code);
  const what = verdict === 'refused' ? [] : [...steps.map(({ kind }) => kind), `rollback ${rollback}`];
  return { id, word: verdict, note: [...what, ...new Set(telling)].join(', ') };
}
