import type { CertificateBrief, Plan, PlanStep, RollbackClass } from '@certctl/engine';
import { entries, hang, page, section } from './layout.js';
import { oneLine } from './one-line.js';
import { renderFindings } from './render-findings.js';
import type { Screen } from './screen.js';
import { expiry, minuteOf } from './time.js';

const TITLES = { unchanged: 'NOTHING TO DO', changes: 'CHANGES WAITING', refused: 'REFUSED' } as const;

export const ROLLBACKS = {
  exact: 'exact: the service gives the previous key back, or none is needed',
  'kept-key': 'kept-key: the previous key is kept here',
  'caller-key': 'caller-key: with the previous key that was given',
  'nothing-to-restore': 'nothing-to-restore: nothing is served before; what is made would be taken away',
  impossible: 'IMPOSSIBLE: what is held now could not be put back',
} as const satisfies Record<RollbackClass, string>;

export function renderPlan(
  target: { readonly name: string; readonly type: string },
  plan: Plan,
  screen: Screen,
): string {
  const { palette } = screen;
  const paint = { unchanged: palette.green, changes: palette.yellow, refused: palette.red }[plan.verdict];
  const writes = plan.steps.length > 0;
  return page([
    `${paint(palette.bold(TITLES[plan.verdict]))}  ${target.name} (${target.type})`,
    entries(
      [
        ['address', plan.reference ?? plan.address],
        ['held', plan.holds ? briefLines(plan.holds, plan.plannedAt) : shownLine(plan.shows)],
        ['incoming', briefLines(plan.incoming, plan.plannedAt)],
        ['rollback', writes ? ROLLBACKS[plan.rollback] : undefined],
        [
          'consumers',
          plan.consumers
            ?.map(({ title, binds }) => `${title}: ${binds ? 'to be pointed' : 'points here'}`)
            .join('\n'),
        ],
        ['in use by', plan.usedBy?.length ? plan.usedBy.join(', ') : undefined],
      ],
      screen,
    ),
    writes
      ? [
          section('Steps', screen),
          ...plan.steps.map((step, at) => hang(`  ${at + 1}. `, stepLine(step), screen)),
        ].join('\n')
      : undefined,
    renderFindings(plan.findings, screen),
  ]);
}

/** What is held, where all that is known of it is what the service shows. */
export function shownLine(shows: Plan['shows']): string {
  if (!shows) return 'nothing';
  const { fingerprint, serial } = shows;
  if (fingerprint !== undefined) return `SHA-256 ${fingerprint}; no more is shown`;
  return serial === undefined ? 'something that is not shown' : `serial ${serial}; no more is shown`;
}

/** A certificate as a value of `entries`: whose, which one, until when. */
export function briefLines(brief: CertificateBrief, now: number): string {
  return [
    oneLine(brief.subject),
    `serial ${brief.serial}`,
    `until ${minuteOf(brief.notAfter)}, ${expiry(brief.notAfter, now)}`,
  ].join('\n');
}

const IMPORTS = {
  fresh: 'import a new certificate, tag it, prove it',
  'in-place': 'import under the same address, put the tags back, prove it',
  'new-version': 'import a new version, prove it',
  replacement: 'import a certificate of another address, prove it',
} as const;

function stepLine(step: PlanStep): string {
  switch (step.kind) {
    case 'undelete':
      return `recover the deleted name (deletion ${step.deletion})`;
    case 'import':
      return IMPORTS[step.mode];
    case 'tag':
      return `set tags: ${Object.entries(step.set)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ')}`;
    case 'bind': {
      const from = step.from === undefined ? '' : ` (now ${step.from})`;
      return `point ${step.consumer}${from} at ${step.to ?? 'the new certificate'}, prove it`;
    }
    case 'detach':
      return `take ${step.reference}, superseded, from ${step.consumer}`;
  }
}
