import { join } from 'node:path';
import { Child } from '../child.js';
import type { Cloud, EmulatorOrder, Preparation, Round, SideOrder } from './order.js';
import { makeRenewals } from './renewals.js';

export interface OverheadOptions {
  readonly clouds: readonly Cloud[];
  readonly inFlight: readonly number[];
  /** How long the services let each request wait, in milliseconds. */
  readonly answerMs: number;
  /** Rounds of each side that count; one more warms up. */
  readonly rounds: number;
  readonly roundMs: number;
  /** How many certificates take turns. */
  readonly certificates: number;
  /** Arguments of node for the engine's process, for a profile. */
  readonly nodeArgs?: readonly string[];
}

/** Means of one side over all rounds. */
export interface SideFigures {
  readonly deploysPerSecond: number;
  readonly cpuMsPerDeploy: number;
  readonly emulatorCpuMsPerDeploy: number;
}

export interface Comparison {
  readonly cloud: Cloud;
  readonly inFlight: number;
  readonly engine: SideFigures;
  readonly plain: SideFigures;
  /** Median over the rounds of engine against plain, of deploys a second. */
  readonly ratio: number;
  /** The same of each round, in order of size. */
  readonly ratios: readonly number[];
}

type Sides = Readonly<Record<'engine' | 'plain', Child>>;
type Measured = Round & { readonly emulatorCpuMs: number };

/**
 * Renewals a second through the engine against the same requests by the plain SDK, each side and the emulators
 * in a process of their own, in turns.
 */
export async function measureOverhead(
  options: OverheadOptions,
  tell: (comparison: Comparison) => void,
): Promise<readonly Comparison[]> {
  const children: Child[] = [];
  const start = async (script: string, ...rest: readonly (readonly string[])[]): Promise<Child> => {
    const child = await Child.start(join(import.meta.dirname, script), ...rest);
    children.push(child);
    return child;
  };
  try {
    const emulators = await start('emulators.ts');
    const sides = {
      engine: await start('side.ts', ['engine'], options.nodeArgs ?? []),
      plain: await start('side.ts', ['plain']),
    };
    const renewals = await makeRenewals(options.certificates);
    const urls = await ask<Record<Cloud, string>>(emulators, { do: 'urls' });
    const comparisons: Comparison[] = [];
    for (const cloud of options.clouds) {
      const slots = Math.max(...options.inFlight);
      const preparation: Preparation = { cloud, url: urls[cloud], slots, renewals };
      for (const side of Object.values(sides)) await order(side, { do: 'prepare', ...preparation });
      await assertSameRequests(cloud, sides, emulators);
      await ask(emulators, { do: 'delay', ms: options.answerMs });
      for (const inFlight of options.inFlight) {
        const comparison = await compare(cloud, inFlight, sides, emulators, options);
        tell(comparison);
        comparisons.push(comparison);
      }
      await ask(emulators, { do: 'delay', ms: 0 });
    }
    return comparisons;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

/** A comparison means nothing when one side asks for less than the other. */
async function assertSameRequests(cloud: Cloud, sides: Sides, emulators: Child): Promise<void> {
  const asked: string[] = [];
  for (const side of [sides.engine, sides.plain]) {
    // The first deploy after the preparation finds its connections open.
    await order(side, { do: 'one' });
    await ask(emulators, { do: 'operations', cloud });
    await order(side, { do: 'one' });
    const operations = await ask<string[]>(emulators, { do: 'operations', cloud });
    // What is asked for at the same time arrives in any order.
    asked.push(operations.sort().join(', '));
  }
  if (asked[0] === asked[1] && asked[0] !== '') return;
  throw new Error(`the sides do not ask for the same: engine ${asked[0]}; plain ${asked[1]}`);
}

async function compare(
  cloud: Cloud,
  inFlight: number,
  sides: Sides,
  emulators: Child,
  { rounds, roundMs }: OverheadOptions,
): Promise<Comparison> {
  const measured = { engine: [] as Measured[], plain: [] as Measured[] };
  for (let round = -1; round < rounds; round += 1) {
    // Whoever goes first meets another state of the machine, so that changes, too.
    const turn = round % 2 === 0 ? (['engine', 'plain'] as const) : (['plain', 'engine'] as const);
    for (const name of turn) {
      const before = await ask<number>(emulators, { do: 'cpu' });
      const made = await order<Round>(sides[name], { do: 'round', inFlight, ms: roundMs });
      const emulatorCpuMs = (await ask<number>(emulators, { do: 'cpu' })) - before;
      if (round >= 0) measured[name].push({ ...made, emulatorCpuMs });
    }
  }
  const rate = (made: Measured | undefined) => (made ? made.deploys / made.ms : 0);
  const ratios = measured.engine
    .map((made, round) => rate(made) / rate(measured.plain[round]))
    .sort((a, b) => a - b);
  return {
    cloud,
    inFlight,
    engine: figuresOf(measured.engine),
    plain: figuresOf(measured.plain),
    ratio: median(ratios),
    ratios,
  };
}

function figuresOf(rounds: readonly Measured[]): SideFigures {
  const sum = (of: (round: Measured) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const deploys = sum((round) => round.deploys);
  return {
    deploysPerSecond: (deploys / sum((round) => round.ms)) * 1_000,
    cpuMsPerDeploy: sum((round) => round.cpuMs) / deploys,
    emulatorCpuMsPerDeploy: sum((round) => round.emulatorCpuMs) / deploys,
  };
}

function median(sorted: readonly number[]): number {
  const at = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2;
}

function order<Answer>(side: Child, message: SideOrder): Promise<Answer> {
  return side.ask<Answer>(message);
}

function ask<Answer>(emulators: Child, message: EmulatorOrder): Promise<Answer> {
  return emulators.ask<Answer>(message);
}
