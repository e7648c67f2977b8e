import { bundleDeployer } from '../deployer/bundle.js';
import { DeployerPool } from '../deployer/deployer-pool.js';
import { Chance } from '../sites/chance.js';
import { FLOWS, type Flow } from './flows.js';
import { courseOf, type KillResult, killOne } from './kill-one.js';
import { Lane } from './lane.js';
import { type Course, type Kill, planKills } from './shots.js';

export interface CrashOptions {
  readonly kills: number;
  readonly seed: number;
  /** Installations on which deploys are killed at the same time. */
  readonly lanes: number;
  readonly flows?: readonly Flow[];
  /** Numbers of the only kills of the plan that are wanted. */
  readonly only?: readonly number[];
  /** A database for the records of each lane; folders when left out. */
  readonly database?: (lane: string) => Promise<string>;
  /** With each process that is killed, the power of its machine fails. */
  readonly power?: boolean;
  readonly onResult?: (result: KillResult) => void;
}

export interface CrashReport {
  /** What went wrong with deploys that nobody killed. */
  readonly undisturbed: readonly string[];
  readonly results: readonly KillResult[];
}

/** Kills deploys, on several installations at once, and looks at what is left each time. */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const { flows = FLOWS, onResult, only } = options;
  const chance = new Chance(options.seed);
  const program = await bundleDeployer();
  const pool = new DeployerPool(program.file, Math.min(options.lanes, 4));
  const lanes: Lane[] = [];
  try {
    for (let number = 1; number <= options.lanes; number += 1) {
      const name = `lane${number}`;
      const postgres = await options.database?.(name);
      lanes.push(await Lane.open(name, pool, { postgres, power: options.power }));
    }
    const courses = await shared(lanes, flows, courseOf);
    const kills = planKills(courses, options.kills, chance, options.power).filter(
      ({ number }) => only?.includes(number) ?? true,
    );
    const results = await shared(lanes, kills, async (kill, lane) => {
      const result = await resultOf(kill, courses, lane, chance.of(`kill ${kill.number}`));
      onResult?.(result);
      return result;
    });
    const undisturbed = courses.flatMap(({ flow, problems }) =>
      problems.map((each) => `${flow.name}: ${each}`),
    );
    return { undisturbed, results };
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
    await pool.close();
    await program.remove();
  }
}

async function resultOf(
  kill: Kill,
  courses: readonly Course[],
  lane: Lane,
  chance: Chance,
): Promise<KillResult> {
  const course = courses.find(({ flow }) => flow === kill.flow);
  if (!course) throw new Error(`nobody knows the course of ${kill.flow.name}`);
  try {
    return await killOne(kill, course, lane, chance);
  } catch (error) {
    await lane.bury();
    const problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { kill, left: 'none', closed: 'not known', missed: false, kills: 1, problems };
  }
}

/** Each item on the next lane that is free; the results in the order of the items. */
async function shared<Item, Result>(
  lanes: readonly Lane[],
  items: readonly Item[],
  work: (item: Item, lane: Lane) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [position, item] of left) results[position] = await work(item, lane);
    }),
  );
  return results;
}
