import { bundleDeployer } from '../deployer/bundle.js';
import { DeployerPool } from '../deployer/deployer-pool.js';
import { Chance } from '../sites/chance.js';
import { Arena } from './arena.js';
import { contend } from './contend.js';
import { STOP_TIMING, stopOne } from './stop-one.js';
import { RESUMPTIONS, type Resumption, STOPS, type Stop } from './stops.js';

/** Leases must not run out while a busy machine gives a process no time. */
const CONTEST_TIMING = {
  ...STOP_TIMING,
  deployMs: 120_000,
  rollbackMs: 120_000,
  leaseMs: 60_000,
  requestMs: 30_000,
};

export interface RaceOptions {
  readonly seed: number;
  /** Numbers of processes that deploy to one place at the same time. */
  readonly crowds: readonly number[];
  /** Certificates that each of them deploys. */
  readonly rounds: number;
  /** Cases of a stopped holder that are tried at the same time. */
  readonly lanes: number;
  readonly isWanted?: (stop: Stop, resumption: Resumption) => boolean;
  /** The stores; a database for each name, or a folder where there is none to be had. */
  readonly stores: readonly Store[];
  readonly onLine: (line: RaceLine) => void;
}

export interface Store {
  readonly name: string;
  readonly database?: (name: string) => Promise<string>;
}

/** One thing that was tried. */
export interface RaceLine {
  readonly name: string;
  readonly tally: string;
  readonly problems: readonly string[];
}

/** Lets processes race for one place, on every store. @returns what was tried */
export async function race(options: RaceOptions): Promise<readonly RaceLine[]> {
  const { stores, onLine } = options;
  const program = await bundleDeployer();
  const pool = new DeployerPool(program.file, 2);
  const lines: RaceLine[] = [];
  const said = (line: RaceLine) => {
    lines.push(line);
    onLine(line);
  };
  try {
    for (const store of stores) {
      await contests(options, store, pool, said);
      await stops(options, store, pool, said);
    }
  } finally {
    await pool.close();
    await program.remove();
  }
  return lines;
}

async function contests(
  { crowds, rounds, seed }: RaceOptions,
  store: Store,
  pool: DeployerPool,
  said: (line: RaceLine) => void,
): Promise<void> {
  for (const processes of crowds) {
    const name = `crowd${processes}`;
    const postgres = await store.database?.(name);
    const arena = await Arena.open({ name, pool, processes, timing: CONTEST_TIMING, postgres });
    try {
      for (const site of ['acm', 'vault', 'shared listener'] as const) {
        const chance = new Chance(`${seed}/${name}/${site}`);
        const { deployed, busy, problems } = await contend(arena, site, rounds, chance);
        said({
          name: `${store.name}: ${processes} processes, ${site}`,
          tally: `${deployed} deployed, ${busy} times busy`,
          problems,
        });
      }
    } finally {
      await arena.close();
    }
  }
}

async function stops(
  { lanes, isWanted = () => true }: RaceOptions,
  store: Store,
  pool: DeployerPool,
  said: (line: RaceLine) => void,
): Promise<void> {
  const cases = STOPS.flatMap((stop) => RESUMPTIONS.map((resumption) => ({ stop, resumption }))).filter(
    ({ stop, resumption }) => isWanted(stop, resumption),
  );
  const left = cases.values();
  await Promise.all(
    Array.from({ length: Math.min(lanes, cases.length) }, async (_, number) => {
      const name = `stop${number}`;
      const open = async () =>
        Arena.open({ name, pool, processes: 2, timing: STOP_TIMING, postgres: await store.database?.(name) });
      const arena = await open();
      try {
        for (const { stop, resumption } of left) said(await lineOf(stop, resumption, arena, store));
      } finally {
        await arena.close();
      }
    }),
  );
}

async function lineOf(stop: Stop, resumption: Resumption, arena: Arena, store: Store): Promise<RaceLine> {
  const name = `${store.name}: stopped ${stop.name}, ${stop.site}, continued ${resumption}`;
  try {
    const { ended, closed, problems } = await stopOne(stop, resumption, arena);
    return { name, tally: `ended ${ended}, closed as ${closed}`, problems };
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, tally: 'could not be tried', problems: [problem] };
  }
}
