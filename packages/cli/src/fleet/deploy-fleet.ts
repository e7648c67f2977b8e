import { type Acts, OUTCOME_TITLES, type Outcome, succeeded } from '@certctl/engine';
import type { DeployFlags } from '../commands/deploy.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { readFleetMaterial } from '../material/read-material.js';
import { type AgainFlags, explainLine } from '../render/explain-line.js';
import { oneLine } from '../render/one-line.js';
import { type FleetLine, renderFleet } from '../render/render-fleet.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { recordsPlace } from '../session/open-records.js';
import type { Session } from '../session/open-session.js';
import { selectTargets } from '../targets/find-target.js';
import { FleetProgress } from './fleet-progress.js';
import { readPlannedLeaves } from './planned-leaves.js';
import { concurrencyOf, type FleetResult, runFleet } from './run-fleet.js';
import { tallyOf } from './tally.js';

/** Deploys to many targets, within the quotas of their services. Each ends in an outcome of its own. */
export async function deployFleet(
  flags: DeployFlags,
  { engine, rules, actor, settle }: Session,
  context: Context,
): Promise<void> {
  const { io } = context;
  const targets = await selectTargets(flags, rules, io);
  const planned =
    flags.takeOverPlanned === undefined
      ? new Map<string, string>()
      : await readPlannedLeaves(flags.takeOverPlanned, io);
  const progress = new FleetProgress('deployed', targets.length, context);
  const results = await runFleet(
    targets,
    concurrencyOf(flags.concurrency),
    io,
    async (found) => {
      const material = await readFleetMaterial(found, io);
      const takeOver = planned.get(found.target.id);
      const acts: Acts = takeOver === undefined ? {} : { takeOver };
      return engine.deploy({ target: found.target, ...material, acts, actor, signal: io.signal });
    },
    (count, { id }) => progress.ended(count, id),
  );
  progress.clear();
  settle();
  const tally = tallyOf(results, (outcome) => ({
    word: outcome.status,
    findings: outcome.findings,
    error: 'error' in outcome ? outcome.error : undefined,
  }));
  context.exitCode = exitOf(tally.ended);
  if (context.json) {
    writeJson(io.stdout, { summary: tally, targets: results.map(documentOf) });
    return;
  }
  // What was kept in memory is gone with this process.
  const explains = recordsPlace(flags, io) === undefined ? undefined : flags;
  io.stdout.write(renderFleet(linesOf(results, explains), tally, screenOf(io.stdout, io.env)));
}

/** A refusal alone wrote nothing; whatever else is no success asks for somebody to look. */
function exitOf(ended: Readonly<Record<string, number>>): number {
  const words = Object.keys(ended).filter((word) => word !== 'deployed' && word !== 'unchanged');
  if (words.length === 0) return EXIT_CODES.done.code;
  return (words.every((word) => word === 'refused') ? EXIT_CODES.refused : EXIT_CODES.error).code;
}

function documentOf(result: FleetResult<Outcome>): object {
  return 'done' in result ? { id: result.id, outcome: result.done } : result;
}

const ORDER: readonly Outcome['status'][] = [
  'also_failed',
  'unresolved',
  'restored',
  'withdrawn',
  'failed',
  'busy',
  'refused',
  'deployed',
];

/** Everything but what was left alone; the gravest first. */
function linesOf(
  results: readonly FleetResult<Outcome>[],
  explains: AgainFlags | undefined,
): readonly FleetLine[] {
  const grave = (result: FleetResult<Outcome>) => ('done' in result ? ORDER.indexOf(result.done.status) : -1);
  return results
    .filter((result) => !('done' in result) || result.done.status !== 'unchanged')
    .toSorted((a, b) => grave(a) - grave(b))
    .map((result) => lineOf(result, explains));
}

function lineOf(result: FleetResult<Outcome>, explains: AgainFlags | undefined): FleetLine {
  const { id } = result;
  if ('notStarted' in result) return { id, word: 'not started', note: 'interrupted' };
  if ('error' in result) {
    const { code, message } = result.error;
    return { id, word: 'error', note: oneLine(`${code}: ${message}`) };
  }
  const outcome = result.done;
  const note = oneLine(noteOf(outcome));
  if (succeeded(outcome.status)) return { id, word: outcome.status, note };
  const word = OUTCOME_TITLES[outcome.status];
  return { id, word, note, ...(explains ? { explain: explainLine(outcome.deploymentId, explains) } : {}) };
}

function noteOf(outcome: Outcome): string {
  if (!('error' in outcome)) return outcome.reference ?? outcome.address ?? '';
  const codes = outcome.findings.filter(({ severity }) => severity === 'refusal').map(({ code }) => code);
  return codes.length > 0 ? codes.join(', ') : `${outcome.error.code}: ${outcome.error.message}`;
}
