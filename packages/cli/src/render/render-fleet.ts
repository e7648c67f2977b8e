import type { Tally } from '../fleet/tally.js';
import { page, section } from './layout.js';
import type { Screen } from './screen.js';
import { renderTable } from './table.js';

/** One target that somebody should look at. */
export interface FleetLine {
  readonly word: string;
  readonly id: string;
  readonly note: string;
  /** The command that tells more of it. */
  readonly explain?: string;
}

const MOST_LINES = 200;
const MOST_EXPLAINED = 20;

/** What a fleet came to: the targets that are not as they should be, then the counts. */
export function renderFleet(lines: readonly FleetLine[], tally: Tally, screen: Screen): string {
  const shown = lines.slice(0, MOST_LINES);
  const more = lines.length - shown.length;
  return page([
    shown.length === 0
      ? undefined
      : renderTable(
          ['', 'target', 'what'],
          shown.map(({ word, id, note }) => [word, id, note]),
          screen,
        ).trimEnd(),
    more === 0 ? undefined : `  and ${more} more; --json has all of them`,
    [section(`${tally.targets} targets`, screen), counts(tally.ended)].join('\n'),
    block('Findings, by how many targets have them', tally.findings, screen),
    block('Errors', tally.errors, screen),
    explained(lines, screen),
  ]);
}

/** The gravest first, as they stand to be pasted. */
function explained(lines: readonly FleetLine[], screen: Screen): string | undefined {
  const all = lines.flatMap(({ explain }) => explain ?? []);
  if (all.length === 0) return undefined;
  const more = all.length - MOST_EXPLAINED;
  return [
    section('What happened there', screen),
    ...all.slice(0, MOST_EXPLAINED),
    ...(more > 0 ? [`# and ${more} more; certctl explain TARGET tells of the last deploy of each`] : []),
  ].join('\n');
}

function block(title: string, all: Readonly<Record<string, number>>, screen: Screen): string | undefined {
  return Object.keys(all).length === 0 ? undefined : [section(title, screen), counts(all)].join('\n');
}

function counts(all: Readonly<Record<string, number>>): string {
  return Object.entries(all)
    .map(([word, count]) => `${String(count).padStart(7)}  ${word}`)
    .join('\n');
}
