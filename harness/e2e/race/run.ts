import { parseArgs } from 'node:util';
import { PostgresMissing, type PostgresServer, startPostgres } from '../deployer/postgres-server.js';
import { type RaceLine, race, type Store } from './race.js';

const USAGE = 'npm run race -- [--sqlite-only] [--seed N] [--rounds N] [--lanes N] [--only TEXT]';

const { values } = parseArgs({
  options: {
    'sqlite-only': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '12' },
    lanes: { type: 'string', default: '8' },
    only: { type: 'string' },
  },
});

/** Lets processes race and prints the tally; not zero when an update was lost or an outcome was false. */
async function main(): Promise<number> {
  const [seed, rounds, lanes] = [values.seed, values.rounds, values.lanes].map(Number);
  if (seed === undefined || Number.isNaN(seed) || !rounds || !lanes) {
    console.error(`certctl: ${USAGE}`);
    return 64;
  }
  let postgres: PostgresServer | undefined;
  try {
    if (!values['sqlite-only']) postgres = await startPostgres();
  } catch (error) {
    if (!(error instanceof PostgresMissing)) throw error;
    console.error(`certctl: ${error.message}, or leave it out with --sqlite-only`);
    return 1;
  }
  const stores: Store[] = [
    { name: 'sqlite' },
    ...(postgres ? [{ name: 'postgres', database: postgres.database }] : []),
  ];
  const { only } = values;
  const start = performance.now();
  try {
    const lines = await race({
      seed,
      rounds,
      lanes,
      crowds: [2, 8],
      stores,
      ...(only === undefined
        ? {}
        : { isWanted: (stop, resumption) => `${stop.name}, ${stop.site}, ${resumption}`.includes(only) }),
      onLine: print,
    });
    const failed = lines.filter(({ problems }) => problems.length > 0).length;
    const seconds = Math.round((performance.now() - start) / 1_000);
    console.log(
      `\n${lines.length} races in ${seconds} s, seed ${seed}, on ${stores.map(({ name }) => name).join(' and ')}`,
    );
    console.log(`${lines.length - failed} passed, ${failed} failed`);
    return failed === 0 && lines.length > 0 ? 0 : 1;
  } finally {
    await postgres?.stop();
  }
}

function print({ name, tally, problems }: RaceLine): void {
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${name}: ${tally}`);
  for (const problem of problems) console.log(`    ${problem}`);
}

// A server or a pipe that is still open must not hold the end.
process.exit(await main());
