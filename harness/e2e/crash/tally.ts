import type { KillResult } from './kill-one.js';
import { pointOf } from './shots.js';

/** What came of all kills, by flow and by where they were killed. */
export function renderTally(results: readonly KillResult[]): string {
  return [
    ...table(
      'flow',
      grouped(results, ({ kill }) => kill.flow.name),
      ['closed as', ({ closed }) => closed],
    ),
    '',
    ...table(
      'killed',
      grouped(results, ({ kill }) => pointOf(kill.shot)),
      ['entry found in', ({ left }) => left],
    ),
  ].join('\n');
}

type Column = readonly [title: string, of: (result: KillResult) => string];

function table(
  title: string,
  groups: ReadonlyMap<string, readonly KillResult[]>,
  [name, of]: Column,
): string[] {
  const width = Math.max(title.length, ...[...groups.keys()].map(({ length }) => length));
  const line = (first: string, ...cells: readonly string[]) =>
    `  ${first.padEnd(width)}  ${cells.map((cell) => cell.padStart(8)).join('')}`;
  return [
    `${line(title, 'kills', 'missed', 'losses')}  ${name}`,
    ...[...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, results]) => {
        const kills = results.reduce((sum, result) => sum + result.kills, 0);
        const missed = results.filter((result) => result.missed).length;
        const losses = results.filter(({ problems }) => problems.length > 0).length;
        const counts = [...grouped(results, of)].map(([value, those]) => `${value} ${those.length}`);
        return `${line(key, String(kills), String(missed), String(losses))}  ${counts.join(', ')}`;
      }),
  ];
}

function grouped(
  results: readonly KillResult[],
  of: (result: KillResult) => string,
): ReadonlyMap<string, readonly KillResult[]> {
  const groups = new Map<string, KillResult[]>();
  for (const result of results) {
    const key = of(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return groups;
}
