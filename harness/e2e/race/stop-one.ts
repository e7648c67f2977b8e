import { setTimeout as sleep } from 'node:timers/promises';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Timing } from '@certctl/engine';
import type { DeployEnd, DeployerProcess } from '../deployer/deployer-process.js';
import type { Halt } from '../deployer/orders.js';
import { renewals } from '../sites/leaves.js';
import type { Arena } from './arena.js';
import type { Resumption, Stop } from './stops.js';

/** Real time: what a stopped process does when it goes on depends on what its timers say then. */
export const STOP_TIMING: Partial<Timing> = {
  deployMs: 30_000,
  rollbackMs: 30_000,
  leaseMs: 1_500,
  requestMs: 4_000,
  proveMs: 300,
  proveFirstIntervalMs: 10,
  proveLongestIntervalMs: 100,
  settleMs: 100,
  attempts: 4,
  retryFirstMs: 10,
  retryLongestMs: 100,
};
/** Longer than a lease with this timing lasts. */
const LEASE_OVER_MS = 6_000;
const MOST_PATIENCE_MS = 50_000;
const ASK_AGAIN_MS = 150;

export interface StopResult {
  readonly stop: Stop;
  readonly resumption: Resumption;
  /** What the stopped deploy ended as, for itself and in the journal. */
  readonly ended: string;
  readonly closed: string;
  readonly problems: readonly string[];
}

/** Stops the holder of a lease until that has run out, lets another come, and lets it go on. */
export async function stopOne(stop: Stop, resumption: Resumption, arena: Arena): Promise<StopResult> {
  const { clouds } = arena;
  await arena.renew(stop.site);
  const [holder, other] = arena.processes;
  const [first, stopped, next, last, ofHolder] = await renewals(5);
  if (!holder || !other || !first || !stopped || !next || !last || !ofHolder)
    throw new Error('two processes are needed');
  if (!stop.fresh) await mustDeploy(arena, other, first);
  await holder.prepare(arena.siteOf(holder).target({}));
  stop.trouble?.(clouds);

  const end = arena.deploy(holder, stopped, haltsOf(stop));
  const halted: Promise<unknown> =
    'point' in stop.at ? holder.halted() : stoppedAtAnswer(stop, holder, arena);
  const early = await Promise.race([halted.then(() => undefined), end]);
  if (early !== undefined) throw new Error(`it never came that far, and ended ${spelled(early)}`);
  clouds.calm();
  const { problems, ended } = await RESUME[resumption]({ stop, arena, holder, other, end, next });
  await mustDeploy(arena, other, last);
  // What it has left open is for the next deploy of its target to close.
  if (arena.siteOf(holder) !== arena.siteOf(other)) await mustDeploy(arena, holder, ofHolder);
  problems.push(...(await arena.problems()));
  const id = arena.attempts.find(({ leaf }) => leaf === stopped)?.id ?? '';
  const closed = await arena.records.journal.ended(id);
  return { stop, resumption, ended: spelled(ended), closed: closed?.status ?? 'not closed', problems };
}

interface Stopped {
  readonly stop: Stop;
  readonly arena: Arena;
  readonly holder: DeployerProcess;
  readonly other: DeployerProcess;
  readonly end: Promise<DeployEnd>;
  readonly next: IssuedLeaf;
}

type Resumed = { readonly ended: DeployEnd; readonly problems: string[] };

const RESUME: Readonly<Record<Resumption, (stopped: Stopped) => Promise<Resumed>>> = {
  // Nobody has taken what it held, so it takes it again; that what it says is true is looked at in the end.
  'before anybody came': async ({ holder, end }) => {
    await sleep(LEASE_OVER_MS);
    holder.signal('SIGCONT');
    return { ended: await end, problems: [] };
  },
  'while another deploys': async (stopped) => {
    const { stop, arena, other, next } = stopped;
    const halted = other.halted();
    const point = stop.site === 'acm' || stop.site === 'vault' ? 'store.import' : 'binding.bind';
    // The first of its kind, be it for the deploy that it closes or for its own.
    const inTheMiddle: Halt = { point, side: 'before', nth: 1, how: 'wait' };
    const finished = whenFree(arena, other, next, [inTheMiddle]);
    const early = await Promise.race([halted.then(() => undefined), finished]);
    if (early !== undefined)
      throw new Error(`its successor did not come to write, and ended ${spelled(early)}`);
    const overtaken = await goOn(stopped);
    other.go();
    const end = await finished;
    if (!isDeployed(end)) overtaken.problems.push(`its successor ended ${spelled(end)}`);
    return overtaken;
  },
  'when another has deployed': async (stopped) => {
    await mustDeploy(stopped.arena, stopped.other, stopped.next);
    return await goOn(stopped);
  },
};

/** The stopped one goes on, overtaken and alone: what is written from here on is written by it. */
async function goOn({ arena, holder, end }: Stopped): Promise<Resumed> {
  const before = arena.clouds.writes().length;
  holder.signal('SIGCONT');
  const ended = await end;
  const writes = arena.clouds.writes().slice(before);
  const problems = writes.map(({ operation }) => `overtaken, it sent ${operation}`);
  if (ended === 'killed' || ended.status !== 'unresolved') {
    problems.push(`overtaken, it ended ${spelled(ended)}, and not unresolved`);
  }
  return { ended, problems };
}

function haltsOf({ at }: Stop): readonly Halt[] {
  return 'point' in at ? [{ ...at, how: 'stop' }] : [];
}

function stoppedAtAnswer(stop: Stop, holder: DeployerProcess, { clouds }: Arena): Promise<void> {
  return new Promise((resolve) => {
    clouds.onWrite = ({ operation }) => {
      if (!('answerOf' in stop.at) || operation !== stop.at.answerOf) return;
      clouds.onWrite = () => {};
      holder.signal('SIGSTOP');
      resolve();
    };
  });
}

async function mustDeploy(arena: Arena, by: DeployerProcess, leaf: IssuedLeaf): Promise<void> {
  const end = await whenFree(arena, by, leaf);
  if (!isDeployed(end)) throw new Error(`with nothing in its way, a deploy ended ${spelled(end)}`);
}

async function whenFree(
  arena: Arena,
  by: DeployerProcess,
  leaf: IssuedLeaf,
  halts: readonly Halt[] = [],
): Promise<DeployEnd> {
  const until = Date.now() + MOST_PATIENCE_MS;
  for (;;) {
    const end = await arena.deploy(by, leaf, halts);
    if (end === 'killed' || end.status !== 'busy' || Date.now() > until) return end;
    await sleep(ASK_AGAIN_MS);
  }
}

function isDeployed(end: DeployEnd): boolean {
  return end !== 'killed' && end.status === 'deployed';
}

function spelled(end: DeployEnd): string {
  return end === 'killed' ? end : `${end.status}${end.error === undefined ? '' : ` (${end.error})`}`;
}
