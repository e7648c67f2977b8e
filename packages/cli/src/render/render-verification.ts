import type { Verification } from '@certctl/engine';
import type { CertificateFacts } from '@certctl/plugin-api';
import { entries, page } from './layout.js';
import { oneLine } from './one-line.js';
import { consumerLines } from './render-consumers.js';
import { renderFindings } from './render-findings.js';
import { briefLines, shownLine } from './render-plan.js';
import type { Screen } from './screen.js';

const TITLES = {
  in_sync: 'IN SYNC',
  drifted: 'DRIFTED',
  absent: 'NOTHING HELD',
  not_bound: 'NOT SERVED',
  not_recorded: 'NOTHING TO COMPARE WITH',
} as const;

export function renderVerification(
  { result, status }: Verification,
  expected: CertificateFacts,
  screen: Screen,
  now = Date.now(),
): string {
  const { palette } = screen;
  const paint = result === 'in_sync' ? palette.green : palette.red;
  const { held, target } = status;
  return page([
    `${paint(palette.bold(TITLES[result]))}  ${oneLine(target.name)} (${target.type})`,
    entries(
      [
        ['address', status.reference ?? status.address],
        ['expected', briefLines(expected, now)],
        ['held', held ? briefLines(held, now) : shownLine(status.shows)],
        ['SHA-256', expected.fingerprint],
        ['served', consumerLines(status.consumers)],
        ['but held', result === 'drifted' ? held?.fingerprint : undefined],
      ],
      screen,
    ),
    renderFindings(status.findings, screen),
  ]);
}
