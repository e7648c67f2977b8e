import type { ReadTrail, RecognisedWrite, WritersReport, WrittenPlace } from '@certctl/engine';
import { entries, hang, page, section } from './layout.js';
import { oneLine } from './one-line.js';
import { renderFindings } from './render-findings.js';
import type { Screen } from './screen.js';
import { minuteOf } from './time.js';

/** Of ours, so many are shown; every write of somebody else is. */
const MOST_OF_OURS = 10;

/** Who wrote to a target, others before ours. */
export function renderWriters(report: WritersReport, screen: Screen): string {
  return page([
    [titleOf(report, screen), hang('', summaryOf(report), screen)].join('\n'),
    othersBlock(report, screen),
    ...report.places.map((place) => placeBlock(place, screen)),
    ...trailsOf(report).map((trail) => trailBlock(trail, screen)),
    renderFindings(report.findings, screen),
  ]);
}

function titleOf({ verdict, target }: WritersReport, { palette }: Screen): string {
  const [title, paint] = {
    alone: ['ONLY OURS', palette.green] as const,
    others: ['SOMEBODY ELSE WRITES', palette.red] as const,
    unknown: ['NOT KNOWN', palette.yellow] as const,
  }[verdict];
  return `${paint(palette.bold(title))}  ${oneLine(target.name)} (${target.type})`;
}

function summaryOf(report: WritersReport): string {
  const { verdict, others, places } = report;
  const [it, time] = [places.length === 1 ? 'it' : 'it or its consumers', timeOf(report)];
  if (verdict === 'others') {
    const count = others.length === 1 ? '1 other principal' : `${others.length} other principals`;
    return `${count} wrote to ${it} ${time}.`;
  }
  const shown = trailsOf(report)
    .filter(({ state }) => state === 'read')
    .map(({ title }) => title);
  if (verdict === 'alone') {
    return `Nobody but certctl wrote to ${it} ${time}, as far as ${shown.join(' and ')} shows.${tried(report)}`;
  }
  return `It cannot be told who wrote to ${it} ${time}: see below for what was not read.${tried(report)}`;
}

/** Who was refused has not written, and somebody should know all the same. */
function tried({ places }: WritersReport): string {
  const strangers = new Set(
    places
      .flatMap(({ writes }) => writes)
      .filter(({ writer, outcome }) => writer === 'other' && outcome === 'refused')
      .map(({ principal }) => principal),
  );
  if (strangers.size === 0) return '';
  const count = strangers.size === 1 ? '1 other principal' : `${strangers.size} other principals`;
  return ` ${count} tried, and was refused.`;
}

function timeOf({ since, until }: WritersReport): string {
  const hours = Math.round((until - since) / 3_600_000);
  if (hours < 1) return `in the last ${Math.max(1, Math.round((until - since) / 60_000))} minutes`;
  if (hours < 48) return hours === 1 ? 'in the last hour' : `in the last ${hours} hours`;
  return `in the last ${Math.round(hours / 24)} days`;
}

function othersBlock({ others, places }: WritersReport, screen: Screen): string | undefined {
  if (others.length === 0) return undefined;
  const writes = places.flatMap((place) => place.writes);
  const lines = others.map((principal) => {
    const own = writes.filter((write) => write.principal === principal && write.outcome === 'ok');
    const [last] = own;
    const times = own.length === 1 ? 'once' : `${own.length} times`;
    const when = last === undefined ? '' : `, last on ${minuteOf(last.at)}`;
    const text = `${principal} ${times}${when}`;
    return hang('  ', text, screen, screen.palette.red);
  });
  return [section('Others', screen), ...lines].join('\n');
}

function placeBlock(place: WrittenPlace, screen: Screen): string {
  const { title, self, writes } = place;
  const foreign = writes.filter(({ writer }) => writer === 'other');
  const own = writes.filter(({ writer }) => writer !== 'other');
  const left = own.length - MOST_OF_OURS;
  const none = place.known ? 'no write' : 'no write was seen, and it cannot be told whether there was one';
  return [
    section(oneLine(title), screen),
    self === undefined ? undefined : hang('  ', `we write as ${self}`, screen, screen.palette.dim),
    ...foreign.map((write) => writeLines(write, screen)),
    ...own.slice(0, MOST_OF_OURS).map((write) => writeLines(write, screen)),
    left > 0 ? `  and ${left} more of ours; --json has all` : undefined,
    writes.length === 0 ? hang('  ', none, screen) : undefined,
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

const WHOSE = { this: 'certctl', ours: 'ours', other: 'OTHER' } as const;

function writeLines(write: RecognisedWrite, screen: Screen): string {
  const { palette } = screen;
  const { writer, at, operation, change, outcome, errorCode } = write;
  const paint = writer === 'other' ? palette.red : writer === 'ours' ? palette.yellow : palette.green;
  const head = `  ${minuteOf(at)}  ${WHOSE[writer].padEnd(8)}`;
  const refused = outcome === 'refused' ? ` REFUSED (${errorCode ?? 'no code'})` : '';
  const indent = ' '.repeat(head.length);
  const lines = [
    hang(head, `${operation}: ${change}${refused}`, screen).replace(WHOSE[writer], paint(WHOSE[writer])),
    ...detailsOf(write).map((text) => hang(indent, text, screen, palette.dim)),
  ];
  return lines.join('\n');
}

/** Of what is recognised, by what; of everything else, all that may lead to whoever it was. */
function detailsOf(write: RecognisedWrite): readonly string[] {
  const { writer, deploymentId, principal, session, sourceAddress, userAgent, eventId } = write;
  if (writer === 'this') return [`known by its request, deployment ${deploymentId?.slice(0, 8)}`];
  const as = session === undefined ? '' : ` as ${session}`;
  const from = sourceAddress === undefined ? '' : `from ${sourceAddress}`;
  const agent = userAgent === undefined ? '' : ` with ${userAgent}`;
  const origin = `${from}${agent}`.trim();
  return [
    writer === 'ours'
      ? `our identity${as}, and no request of a deploy that is recorded here`
      : `${principal}${as}`,
    ...(origin === '' ? [] : [origin]),
    ...(eventId === undefined || writer === 'ours' ? [] : [`event ${eventId}`]),
  ];
}

/** Each trail once: the certificate and its consumers may share one. */
function trailsOf({ places }: WritersReport): readonly ReadTrail[] {
  const once = new Map<string, ReadTrail>();
  for (const { trails } of places) {
    for (const trail of trails) {
      const key = `${trail.title}\n${trail.shows}`;
      if (!once.has(key)) once.set(key, trail);
    }
  }
  return [...once.values()];
}

const STATES = {
  read: 'read',
  lacking: 'NOT READ: the target does not say where it is',
  refused: 'NOT READ: not permitted',
  silent: 'NOTHING IN IT, not even reads',
  failed: 'NOT READ TO ITS END',
} as const satisfies Record<ReadTrail['state'], string>;

function trailBlock({ title, state, shows, misses, source }: ReadTrail, screen: Screen): string {
  const paint = state === 'read' ? screen.palette.green : screen.palette.yellow;
  return [
    `${section(oneLine(title), screen)}: ${paint(STATES[state])}`,
    entries(
      [
        ['shows', shows],
        ['never shows', misses],
        ['source', source],
      ],
      screen,
    ),
  ].join('\n');
}
