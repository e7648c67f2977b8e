import { page, section } from '../render/layout.js';
import { oneLine } from '../render/one-line.js';
import type { Screen } from '../render/screen.js';
import { renderTable } from '../render/table.js';
import { expiry } from '../render/time.js';
import type { Matched, Matching } from './match-local.js';
import { isUsable, whyNot } from './targets-file.js';

const MOST_LINES = 50;

/** What was found, in numbers and names. */
export interface DiscoverySummary {
  readonly file: string;
  readonly found: number;
  readonly targets: number;
  readonly matched: number;
  readonly unmatched: readonly string[];
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
  readonly unused: readonly string[];
  readonly degraded: readonly string[];
}

export function summaryOf({ matched, unused }: Matching, file: string): DiscoverySummary {
  const usable = matched.filter(({ discovered }) => isUsable(discovered));
  return {
    file,
    found: matched.length,
    targets: usable.length,
    matched: usable.filter(({ local }) => local?.keyFile !== undefined).length,
    unmatched: usable
      .filter(({ local }) => local?.keyFile === undefined)
      .map(({ discovered }) => discovered.name),
    leftOut: matched
      .filter(({ discovered }) => !isUsable(discovered))
      .map(({ discovered }) => ({ name: discovered.name, why: whyNot(discovered) })),
    unused: unused.map(({ certFile }) => certFile),
    degraded: [...new Set(matched.flatMap(({ discovered }) => discovered.degraded ?? []))],
  };
}

export function renderDiscovery(
  { matched }: Matching,
  summary: DiscoverySummary,
  screen: Screen,
  now: number,
): string {
  const { palette } = screen;
  const usable = matched.filter(({ discovered }) => isUsable(discovered));
  const rows = usable.slice(0, MOST_LINES).map((each) => rowOf(each, now));
  const more = usable.length - rows.length;
  return page([
    `${palette.bold(count(summary.targets, 'target'))} of ${count(summary.found, 'certificate')}, in ${summary.file}`,
    rows.length === 0
      ? undefined
      : renderTable(['name', 'key', 'expires', 'local certificate'], rows, screen).trimEnd(),
    more === 0 ? undefined : `  and ${more} more in the file`,
    list(
      'Left out',
      summary.leftOut.map(({ name, why }) => `${name}: ${why}`),
      screen,
    ),
    list('Matched by no local certificate with its key', summary.unmatched, screen),
    list('Local certificates that are deployed nowhere here', summary.unused, screen),
    list(
      'Not looked at, because a permission is missing',
      summary.degraded.map((operation) => `${operation}: certctl permissions prints the statement`),
      screen,
    ),
    summary.targets === 0
      ? undefined
      : `Nothing was written to the service. Next: certctl plan --all -f ${summary.file}`,
  ]);
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}

function rowOf({ discovered, leaf, local, by }: Matched, now: number): readonly string[] {
  return [
    oneLine(discovered.name),
    leaf?.keyAlgorithm ?? '?',
    leaf ? expiry(leaf.notAfter, now).replace(/^expires in /, 'in ') : '?',
    local ? oneLine(`${local.certFile}${local.keyFile === undefined ? ', no key' : ` (by ${by})`}`) : '-',
  ];
}

function list(title: string, names: readonly string[], screen: Screen): string | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, MOST_LINES).map((name) => `  ${oneLine(name)}`);
  const more = names.length - shown.length;
  return [
    section(`${title} (${names.length})`, screen),
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}
