import type { TargetStatus } from '@certctl/engine';
import { entries, hang, page, section } from './layout.js';
import { oneLine } from './one-line.js';
import { consumerLines } from './render-consumers.js';
import { renderFindings } from './render-findings.js';
import { holdLines } from './render-hold.js';
import { shownLine } from './render-plan.js';
import type { Screen } from './screen.js';
import { expiry, minuteOf } from './time.js';

/** What is held at a target. */
export function renderStatus(status: TargetStatus, screen: Screen, now = Date.now()): string {
  return page([
    titleOf(status, screen),
    entries(facts(status, now), screen),
    tagBlock(status, screen),
    renderFindings(status.findings, screen),
  ]);
}

function titleOf({ state, held, target }: TargetStatus, { palette }: Screen): string {
  const title = { present: 'HELD', absent: 'NOTHING HELD', deleted: 'DELETED' }[state];
  const paint = state === 'present' && held ? palette.green : palette.yellow;
  return `${paint(palette.bold(title))}  ${oneLine(target.name)} (${target.type})`;
}

function facts(status: TargetStatus, now: number): readonly (readonly [string, string | undefined])[] {
  const { held, ownership } = status;
  const onHold = [status.restored, status.hold].filter((hold) => hold !== undefined);
  return [
    ['address', status.reference ?? status.address],
    ['status', status.status],
    ['subject', held?.subject],
    ['names', held?.sans.map((name) => name.replace(/^dns:/, '')).join(', ')],
    ['held', status.shows && shownLine(status.shows)],
    ['serial', held?.serial],
    [
      'valid',
      held && `${minuteOf(held.notBefore)} to ${minuteOf(held.notAfter)} (${expiry(held.notAfter, now)})`,
    ],
    [
      'issuer',
      held &&
        `${held.issuer}; ${held.chainLength === undefined ? 'the chain is not shown' : `${held.chainLength} in the chain`}`,
    ],
    ['key', held?.keyAlgorithm],
    ['SHA-256', held?.fingerprint],
    ['revision', status.revision],
    ['version', status.revisionReference],
    ['given out', status.disabled ? 'no: this version is disabled' : undefined],
    ['deletion', status.deleted && deletionOf(status.deleted)],
    ['imported', status.importedAt === undefined ? undefined : minuteOf(status.importedAt)],
    ['consumers', consumerLines(status.consumers)],
    ['in use by', usedBy(status)],
    ['whose', ownership && (ownership.ours ? 'ours' : `not ours: ${ownership.why}`)],
    ['on hold', onHold.length > 0 ? onHold.flatMap(holdLines).join('\n') : undefined],
  ];
}

function usedBy({ usedBy: consumers }: TargetStatus): string | undefined {
  return consumers && (consumers.join(' ') || 'nothing that the service knows of');
}

function tagBlock({ tags }: TargetStatus, screen: Screen): string | undefined {
  const list = Object.entries(tags ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (list.length === 0) return undefined;
  return [
    section('Tags', screen),
    ...list.map(([name, value]) => hang('  ', `${name} = ${value}`, screen)),
  ].join('\n');
}

function deletionOf({
  deletion,
  recoverable,
  purgeable,
  until,
}: NonNullable<TargetStatus['deleted']>): string {
  const end = until === undefined ? '' : `; purged on ${minuteOf(until)}`;
  const can = recoverable ? 'can be recovered' : 'cannot be recovered';
  return `${deletion}; ${can}${purgeable ? ' or purged' : ', and not purged before its time'}${end}`;
}
