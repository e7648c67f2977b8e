import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployEnd, DeployerProcess } from '../deployer/deployer-process.js';
import type { Chance } from '../sites/chance.js';
import { renewals } from '../sites/leaves.js';
import type { Arena, ArenaKind } from './arena.js';

const LONGEST_PAUSE_MS = 60;
/** A process that never gets its turn must not hold up the run. */
const MOST_TRIES = 400;

export interface Contest {
  readonly deploys: number;
  readonly deployed: number;
  readonly busy: number;
  readonly problems: readonly string[];
}

/** Every process deploys certificates of its own to what all of them want, as fast as it is let. */
export async function contend(
  arena: Arena,
  kind: ArenaKind,
  rounds: number,
  chance: Chance,
): Promise<Contest> {
  await arena.renew(kind);
  const leaves = await renewals(arena.processes.length * rounds);
  const ends = await Promise.all(
    arena.processes.map(async (by, number) => {
      const own: DeployEnd[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const leaf = leaves[round * arena.processes.length + number];
        if (!leaf) throw new Error('there are not enough certificates');
        own.push(...(await untilItHasItsTurn(arena, by, leaf, chance.of(`${number}/${round}`))));
      }
      return own;
    }),
  );
  const all = ends.flat();
  const statuses = all.map((end) => (end === 'killed' ? end : end.status));
  // A connection that breaks on a busy machine is no lost update: `failed` is held to what the service was sent.
  const others = all.filter(
    (end) => end === 'killed' || !['deployed', 'busy', 'failed'].includes(end.status),
  );
  return {
    deploys: all.length,
    deployed: statuses.filter((status) => status === 'deployed').length,
    busy: statuses.filter((status) => status === 'busy').length,
    problems: [
      ...others.map((end) => `nothing stood in its way, and a deploy ended ${JSON.stringify(end)}`),
      ...(await arena.problems()),
      ...(await arena.listenerHistoryProblems()),
    ],
  };
}

async function untilItHasItsTurn(
  arena: Arena,
  by: DeployerProcess,
  leaf: Parameters<Arena['deploy']>[1],
  chance: Chance,
): Promise<DeployEnd[]> {
  const ends: DeployEnd[] = [];
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const end = await arena.deploy(by, leaf);
    ends.push(end);
    if (end === 'killed' || end.status !== 'busy') return ends;
    await sleep(LONGEST_PAUSE_MS * chance.part(`pause ${tries}`));
  }
  throw new Error('a deploy never had its turn');
}
