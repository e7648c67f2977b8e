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
  deployMs: 3_000,
  rollbackMs: 2_000,
  requestMs: 1_000,
  proveMs: 300,
  proveFirstIntervalMs: 10,
  proveLongestIntervalMs: 100,
  settleMs: 100,
  attempts: 4,
  retryFirstMs: 10,
  retryLongestMs: 100,
};
/** Longer than a lease with this timing lasts. */
const LEASE_OVER_MS = 8_000;
const ASK_AGAIN_MS = 150;
/** On a machine that is busy a deploy may run out of time before it is stopped. */
const MOST_TRIES = 3;

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
  for (let tries = 1; ; tries += 1) {
    const result = await tryToStop(stop, resumption, arena);
    if (result !== 'missed') return result;
    if (tries === MOST_TRIES) throw new Error(`${stop.name}: a deploy never came that far`);
  }
}

async function tryToStop(stop: Stop, resumption: Resumption, arena: Arena): Promise<StopResult | 'missed'> {
  const { clouds } = arena;
  arena.renew(stop.site);
  const [holder, other] = arena.processes;
  const [first, stopped, next, last] = await renewals(4);
  if (!holder || !other || !first || !stopped || !next || !last) throw new Error('two processes are needed');
  if (!isDeployed(await arena.deploy(other, first))) return 'missed';
  await holder.prepare(arena.site.target({}));
  stop.trouble?.(clouds);

  const end = arena.deploy(holder, stopped, haltsOf(stop));
  const halted: Promise<unknown> =
    'point' in stop.at ? holder.halted() : stoppedAtAnswer(stop, holder, arena);
  const came = await Promise.race([halted.then(() => true), end.then(() => false)]);
  if (!came) return 'missed';
  clouds.calm();
  // For itself, no time passes until it goes on.
  const { problems, ended } = await RESUME[resumption]({ arena, holder, other, end, next });
  const deployed = await whenFree(arena, other, last);
  if (!isDeployed(deployed)) problems.push(`at the end a deploy ended ${spelled(deployed)}`);
  problems.push(...(await arena.problems()));
  const id = arena.attempts.find(({ leaf }) => leaf === stopped)?.id ?? '';
  const closed = await arena.records.journal.ended(id);
  if (ended === 'killed' || ended.status !== 'unresolved') {
    problems.push(`past its lease it ended ${spelled(ended)}, and not unresolved`);
  }
  return { stop, resumption, ended: spelled(ended), closed: closed?.status ?? 'not closed', problems };
}

interface Stopped {
  readonly arena: Arena;
  readonly holder: DeployerProcess;
  readonly other: DeployerProcess;
  readonly end: Promise<DeployEnd>;
  readonly next: IssuedLeaf;
}

type Resumed = { readonly ended: DeployEnd; readonly problems: string[] };

const RESUME: Readonly<Record<Resumption, (stopped: Stopped) => Promise<Resumed>>> = {
  'before anybody came': async (stopped) => {
    await sleep(LEASE_OVER_MS);
    return await goOn(stopped);
  },
  'while another deploys': async (stopped) => {
    const { arena, other, next } = stopped;
    const halts: readonly Halt[] = [{ point: 'store.import', side: 'before', nth: 1, how: 'wait' }];
    const waiting = other.halted();
    const finished = whenFree(arena, other, next, halts);
    if (await Promise.race([waiting.then(() => false), finished.then(() => true)])) {
      const { ended, problems } = await goOn(stopped);
      return {
        ended,
        problems: [...problems, `its successor did not come to send: ${spelled(await finished)}`],
      };
    }
    const resumed = await goOn(stopped);
    other.go();
    await finished;
    return resumed;
  },
  'when another has deployed': async (stopped) => {
    const { arena, other, next } = stopped;
    const end = await whenFree(arena, other, next);
    const { ended, problems } = await goOn(stopped);
    return isDeployed(end)
      ? { ended, problems }
      : { ended, problems: [...problems, `its successor ended ${spelled(end)}`] };
  },
};

/** The stopped one goes on, alone: what is written from here on is written by it. */
async function goOn({ arena, holder, end }: Stopped): Promise<Resumed> {
  const before = arena.clouds.writes().length;
  holder.signal('SIGCONT');
  const ended = await end;
  const writes = arena.clouds.writes().slice(before);
  return {
    ended,
    problems: writes.map(({ operation }) => `past its lease it sent ${operation}`),
  };
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

async function whenFree(
  arena: Arena,
  by: DeployerProcess,
  leaf: IssuedLeaf,
  halts: readonly Halt[] = [],
): Promise<DeployEnd> {
  const until = Date.now() + 2 * LEASE_OVER_MS;
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
