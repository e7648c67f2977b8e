import Table from 'cli-table3';
import { wrap } from './layout.js';
import type { Screen } from './screen.js';

const GAP = '  ';

/** A table without rules; its last column is wrapped to the width of the screen. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width, palette }: Screen,
): string {
  const leading = head
    .slice(0, -1)
    .map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const left = width - leading.reduce((sum, each) => sum + each + GAP.length, 0);
  const table = new Table({
    head: head.map((title) => palette.dim(title)),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    chars: {
      ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
      ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
      ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: GAP },
    },
  });
  for (const row of rows)
    table.push([...row.slice(0, -1), wrap(row.at(-1) ?? '', Math.max(20, left)).join('\n')]);
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
