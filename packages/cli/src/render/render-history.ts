import type { AuditRow } from '@certctl/engine';
import { page, section } from './layout.js';
import { oneLine } from './one-line.js';
import type { Screen } from './screen.js';
import { renderTable } from './table.js';

/** As much of an id as tells deployments apart, and `certctl explain` takes. */
const ID = 8;
const SERIAL = 12;

/** What was done to a target, newest first. */
export function renderHistory(
  targetId: string,
  rows: readonly AuditRow[],
  limit: number,
  screen: Screen,
): string {
  const title = section(`History of ${oneLine(targetId)}`, screen);
  if (rows.length === 0) return page([title, `Nothing is recorded of ${oneLine(targetId)}.`]);
  const table = renderTable(
    ['when (UTC)', 'event', 'outcome', 'id', 'what'],
    rows.map((row) => [
      new Date(row.at).toISOString().slice(0, 16).replace('T', ' '),
      row.event,
      row.outcome,
      row.deploymentId.slice(0, ID),
      whatOf(row),
    ]),
    screen,
  );
  const more = rows.length < limit ? undefined : `The newest ${limit}; --limit shows more.`;
  return page([title, table.trimEnd(), more]);
}

function whatOf(row: AuditRow): string {
  // The rest of a note is paths and hashes, which --json has.
  const note = row.note?.split(';')[0];
  return [row.errorCode, serialsOf(row), note, `by ${row.actor}`]
    .filter((part) => part !== undefined)
    .map(oneLine)
    .join(', ');
}

function serialsOf({ serialBefore, serialAfter }: AuditRow): string | undefined {
  if (serialBefore === undefined && serialAfter === undefined) return undefined;
  if (serialBefore === undefined || serialBefore === serialAfter) return `serial ${short(serialAfter)}`;
  return `serial ${short(serialBefore)} to ${short(serialAfter)}`;
}

function short(serial: string | undefined): string {
  if (serial === undefined) return 'none';
  return serial.length <= SERIAL ? serial : `${serial.slice(0, SERIAL - 1)}…`;
}
