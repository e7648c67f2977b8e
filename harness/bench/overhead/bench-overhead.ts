import {
  type Comparison,
  measureOverhead,
  type OverheadOptions,
  type SideFigures,
} from './measure-overhead.js';
import type { Cloud } from './order.js';

const AT_ONCE: OverheadOptions = {
  clouds: ['acm', 'vault'],
  inFlight: [1, 16, 64],
  answerMs: 0,
  rounds: 6,
  roundMs: 2_000,
  certificates: 16,
};

/** Less than a request to another data centre and its work there; long enough for the process to do something else. */
const AWAY: OverheadOptions = { ...AT_ONCE, answerMs: 30, rounds: 4, roundMs: 3_000 };

/** The engine with everything on has to make at least this part of what the plain SDK makes. */
const LEAST = 0.9;

const TITLES: Readonly<Record<Cloud, string>> = { acm: 'ACM', vault: 'Key Vault' };

const EXPLANATION = `overhead: renewals of certificates that are there already, RSA 2048 with an intermediate, each slot its own target
  engine  journal, leases, kept keys, records and audit in a SQLite folder on the disk of the temporary folder,
          keys sealed under a key in a file, metrics on; the governor counts every request, with rates that do
          not bind, because the published ones (one import a second) would measure nothing but waiting.
          It parses and checks the material, plans, and proves leaf, chain and tags by their bytes.
  plain   the SDK with its default settings, the same requests in the same order with the same bodies, compares
          the leaf that it reads back and the names of the tags; the PKCS#12 was made before the rounds.
  Both in turns, in processes of their own, against strict emulators in a third. Ratios are medians of rounds;
  CPU is of all threads of the process, for one deploy.`;

/** Prints what the engine adds to the calls. @returns whether it makes enough of what the plain SDK makes */
export async function benchOverhead(runs: readonly OverheadOptions[] = [AT_ONCE, AWAY]): Promise<boolean> {
  console.log(EXPLANATION);
  const comparisons: Comparison[] = [];
  for (const options of runs) {
    const { answerMs } = options;
    console.log(
      answerMs === 0
        ? '  services that answer at once: nothing but processors and the disk is measured'
        : `  services that let each request wait ${answerMs} ms`,
    );
    console.log(
      '             in flight   engine/s   plain/s   ratio (lowest to highest)   CPU ms: engine  plain   emulator: engine  plain',
    );
    const told = await measureOverhead(options, (comparison) => console.log(rowOf(comparison)));
    comparisons.push(...told);
  }
  const missed = comparisons.filter(({ ratio }) => ratio < LEAST);
  const verdict = missed.length === 0 ? 'met' : `MISSED in ${missed.length} of ${comparisons.length} rows`;
  console.log(`  target: at least ${LEAST} of the plain SDK everywhere: ${verdict}`);
  return missed.length === 0;
}

function rowOf({ cloud, inFlight, engine, plain, ratio, ratios }: Comparison): string {
  const cpu = (of: (side: SideFigures) => number) =>
    `${of(engine).toFixed(1).padStart(7)} ${of(plain).toFixed(1).padStart(6)}`;
  return [
    `  ${TITLES[cloud].padEnd(10)}`,
    String(inFlight).padStart(10),
    engine.deploysPerSecond.toFixed(1).padStart(10),
    plain.deploysPerSecond.toFixed(1).padStart(9),
    `${ratio.toFixed(2).padStart(7)} (${(ratios[0] ?? 0).toFixed(2)} to ${(ratios.at(-1) ?? 0).toFixed(2)})`,
    '          ',
    cpu((side) => side.cpuMsPerDeploy),
    '          ',
    cpu((side) => side.emulatorCpuMsPerDeploy),
  ].join(' ');
}
