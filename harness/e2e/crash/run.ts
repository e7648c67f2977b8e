import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createDatabase, PostgresMissing, startPostgres } from '../deployer/postgres-server.js';
import { crash } from './crash.js';
import { FLOWS } from './flows.js';
import type { KillResult } from './kill-one.js';
import { pointOf } from './shots.js';
import { renderTally } from './tally.js';

const USAGE =
  'npm run crash -- [--kills N] [--seed N] [--only N]… [--flow NAME]… [--lanes N] [--power] [--postgres own | --postgres URL of a server on which databases may be made]';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    flow: { type: 'string', multiple: true },
    lanes: { type: 'string', default: '8' },
    postgres: { type: 'string' },
    power: { type: 'boolean', default: false },
  },
});

/** Kills deploys and prints the tally; not zero when anything was lost. */
async function main(): Promise<number> {
  const [kills, seed, lanes] = [values.kills, values.seed, values.lanes].map(Number);
  const only = values.only?.map(Number);
  if (!kills || seed === undefined || Number.isNaN(seed) || !lanes || only?.some(Number.isNaN)) {
    console.error(`certctl: ${USAGE}`);
    return 64;
  }
  if (values.power && values.postgres !== undefined) {
    console.error('certctl: --power is for records in a folder; a server of PostgreSQL keeps its own disk');
    return 64;
  }
  const flows = FLOWS.filter(({ name }) => values.flow?.some((wish) => name.startsWith(wish)) ?? true);
  const start = performance.now();
  const server = await serverOf(values.postgres);
  if (server === 'missing') return 1;
  const { undisturbed, results } = await crash({
    kills,
    seed,
    lanes,
    flows,
    power: values.power,
    ...(only ? { only } : {}),
    ...(server ? { database: server.database } : {}),
    onResult: (result) => {
      if (result.problems.length > 0) console.log(lossOf(result, kills, seed));
    },
  });
  await server?.stop();
  for (const problem of undisturbed) console.log(`undisturbed: ${problem}`);
  console.log(renderTally(results));
  const losses = results.filter(({ problems }) => problems.length > 0).length;
  // A flow that goes wrong with nobody near it is no loss of a kill, and no pass of one.
  const lost = losses + undisturbed.length;
  const killed = results.reduce((sum, result) => sum + result.kills, 0);
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(`\n${killed} kills of ${results.length} deploys in ${seconds} s, seed ${seed}`);
  console.log(`${results.length - losses} passed, ${lost} failed`);
  return lost === 0 && results.length > 0 ? 0 : 1;
}

interface Server {
  database(lane: string): Promise<string>;
  stop(): Promise<void>;
}

async function serverOf(postgres: string | undefined): Promise<Server | undefined | 'missing'> {
  if (postgres === undefined) return undefined;
  if (postgres !== 'own') {
    const run = randomUUID();
    return { database: (lane) => createDatabase(postgres, `certctl ${run} ${lane}`), stop: async () => {} };
  }
  try {
    return await startPostgres();
  } catch (error) {
    if (!(error instanceof PostgresMissing)) throw error;
    console.error(`certctl: ${error.message}`);
    return 'missing';
  }
}

/** The plan of kills depends on the flows. */
const ofFlows = (values.flow ?? []).map((flow) => ` --flow '${flow}'`).join('');

function lossOf({ kill, problems }: KillResult, kills: number, seed: number): string {
  return [
    `LOSS in ${kill.flow.name}, killed ${pointOf(kill.shot)}`,
    ...problems.map((problem) => `  ${problem}`),
    `  again: npm run crash -- --kills ${kills} --seed ${seed}${ofFlows}${values.power ? ' --power' : ''} --only ${kill.number}`,
  ].join('\n');
}

// A server or a pipe that is still open must not hold the end.
process.exit(await main());
