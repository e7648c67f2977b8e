import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { differencesOf, FLOWS, isWanted, type PlannedCell, planMatrix } from './matrix.js';
import { renderCompact, renderMatrix } from './render.js';

const MATRIX = join(import.meta.dirname, 'matrix.md');
/** Most of a cell is waiting. */
const AT_ONCE = 8;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    write: { type: 'boolean' },
    /** Given to the processes that share the cells: `0/2`. */
    shard: { type: 'string' },
  },
});

process.exitCode = options.shard === undefined ? await main() : await runShard(options.shard);
// A request that hangs for ever must not hold the end.
process.exit();

async function main(): Promise<number> {
  const flows = options.only ? FLOWS.filter(({ plugin, slug }) => mayHave(plugin, slug)) : FLOWS;
  const { rows, cells } = await planMatrix(flows);
  const wanted = options.only ? cells.filter(({ id }) => isWanted(id, options.only ?? [])) : cells;
  if (wanted.length === 0) throw new Error('no such cell');
  if (!options.only) console.log(`${renderCompact(rows)}\n`);
  const matrix = renderMatrix(FLOWS, rows);
  if (options.write) {
    if (options.only) throw new Error('--write goes without --only: the matrix is of every call');
    writeFileSync(MATRIX, matrix);
    return 0;
  }
  const isStale = !options.only && (!existsSync(MATRIX) || readFileSync(MATRIX, 'utf8') !== matrix);
  if (isStale) console.log('stale: matrix.md; run with --write, and review what has changed');
  const found = options.only ? await differing(wanted) : await shared();
  const different: string[] = [];
  for (const id of found) {
    const cell = cells.find((each) => each.id === id);
    // Alone, because a machine that is busy with the others may have been too slow for the short times.
    const differences = cell ? await differencesOf(cell) : ['it is not a cell'];
    if (differences.length === 0) console.log(`${id}: only at the second time, alone`);
    else
      different.push(
        `${id}\n${differences.map((each) => `    ${each}`).join('\n')}\n    again: npm run faults -- --only ${id}`,
      );
  }
  for (const each of different) console.log(each);
  console.log(`${wanted.length - different.length} passed, ${different.length + (isStale ? 1 : 0)} failed`);
  return different.length === 0 && !isStale ? 0 : 1;
}

function mayHave(plugin: string, slug: string): boolean {
  return (options.only ?? []).some((wish) => {
    const [wantedPlugin, wantedSlug] = wish.split('/');
    return wantedPlugin === plugin && (wantedSlug === undefined || wantedSlug === slug);
  });
}

/** The ids of the cells that differ, found by a process for each processor. */
async function shared(): Promise<string[]> {
  const count = Math.max(1, Math.min(4, availableParallelism()));
  const found = await Promise.all(Array.from({ length: count }, (_, at) => forked(`${at}/${count}`)));
  return found.flat();
}

function forked(shard: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['--shard', shard]);
    let found: string[] | undefined;
    child.on('message', (message) => {
      if (Array.isArray(message)) found = message.map(String);
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      found ? resolve(found) : reject(new Error(`shard ${shard} ended with ${code}`)),
    );
  });
}

async function runShard(shard: string): Promise<number> {
  const [at = 0, count = 1] = shard.split('/').map(Number);
  const { cells } = await planMatrix(FLOWS);
  const found = await differing(cells.filter((_, index) => index % count === at));
  await new Promise((resolve) => process.send?.(found, resolve));
  return 0;
}

async function differing(cells: readonly PlannedCell[]): Promise<string[]> {
  const found: string[] = [];
  const left = cells.values();
  const worker = async () => {
    for (const cell of left) {
      const differences = await differencesOf(cell);
      if (differences.length === 0) continue;
      found.push(cell.id);
      console.error(`differs, to be run again alone: ${cell.id}: ${differences.join('; ')}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}
