import { join } from 'node:path';
import { Child } from '../child.js';
import type { Cloud } from '../overhead/order.js';
import { makeRenewals } from '../overhead/renewals.js';
import type { Memory, MemoryOrder } from './client.js';

export interface MemoryOptions {
  /** After so many deploys the memory is looked at first. */
  readonly first: number;
  readonly deploys: number;
  readonly slots: number;
  readonly certificates: number;
}

const FULL: MemoryOptions = { first: 1_000, deploys: 10_000, slots: 32, certificates: 16 };

/** The memory at the end may be this part of what it was at first, at most. */
const MOST = 1.1;

const EXPLANATION = `memory: one engine with everything on, deploying to ACM and Key Vault in turns, in a process of its own.
  Resident memory after the collector was made to run (--expose-gc): what is looked for is what is never let go
  of, and not when the collector finds it worth its while. What was resident before that is told beside it.`;

/** Prints how the memory of a process grows with its deploys. @returns whether it stays within the bound */
export async function benchMemory(options: MemoryOptions = FULL): Promise<boolean> {
  console.log(EXPLANATION);
  const { first, end, seconds } = await measureMemory(options);
  const row = (deploys: number, { resident, uncollected, heapUsed, external }: Memory): string =>
    `  after ${String(deploys).padStart(6)} deploys   resident ${mib(resident)} MiB   before the collector ${mib(uncollected)}   heap ${mib(heapUsed)}   external ${mib(external)}`;
  console.log(row(options.first, first));
  console.log(row(options.deploys, end));
  const ratio = end.resident / first.resident;
  const met = ratio <= MOST;
  console.log(
    `  target: at most ${MOST} of the first: ${ratio.toFixed(3)}, ${met ? 'met' : 'MISSED'} (${seconds.toFixed(0)} s)`,
  );
  return met;
}

async function measureMemory({
  first,
  deploys,
  slots,
  certificates,
}: MemoryOptions): Promise<{ first: Memory; end: Memory; seconds: number }> {
  const from = performance.now();
  const children: Child[] = [];
  try {
    const emulators = await Child.start(join(import.meta.dirname, '../overhead/emulators.ts'));
    children.push(emulators);
    const client = await Child.start(join(import.meta.dirname, 'client.ts'), [], ['--expose-gc']);
    children.push(client);
    const order = <Answer>(message: MemoryOrder) => client.ask<Answer>(message);
    const urls = await emulators.ask<Record<Cloud, string>>({ do: 'urls' });
    await order({ do: 'prepare', urls, slots, renewals: await makeRenewals(certificates) });
    await order({ do: 'deploy', deploys: first });
    const atFirst = await order<Memory>({ do: 'memory' });
    await order({ do: 'deploy', deploys: deploys - first });
    const atEnd = await order<Memory>({ do: 'memory' });
    return { first: atFirst, end: atEnd, seconds: (performance.now() - from) / 1_000 };
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).padStart(6);
}
