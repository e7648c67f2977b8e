import { OUTCOME_TITLES, type Outcome, type OutcomeStatus, succeeded } from '@certctl/engine';
import type { CertctlError, Finding } from '@certctl/plugin-api';
import { commandLineRemedy } from './command-line-remedy.js';
import { entries, hang, page, section } from './layout.js';
import { oneLine } from './one-line.js';
import { renderCalls } from './render-calls.js';
import { consumerOutcomeLines } from './render-consumers.js';
import { renderFindings } from './render-findings.js';
import { briefLines, ROLLBACKS } from './render-plan.js';
import { renderRecovery } from './render-recovery.js';
import type { Screen } from './screen.js';
import { durationOf } from './time.js';

/** How a deploy ended, for the person who started it. */
export function renderOutcome(outcome: Outcome, screen: Screen): string {
  return page([
    titleOf(outcome, screen),
    entries(facts(outcome), screen),
    'error' in outcome && outcome.status !== 'refused' ? errorBlock(outcome.error, screen) : undefined,
    renderFindings(outcome.findings, screen),
    renderCalls(outcome.calls, screen),
    outcome.status === 'also_failed' ? renderRecovery(outcome, screen) : undefined,
    outcome.status === 'deployed' ? pinBlock(outcome, screen) : undefined,
  ]);
}

/** One line for stderr about an outcome that is no success. */
export function outcomeLine(outcome: Outcome): string | undefined {
  if (!('error' in outcome)) return undefined;
  if (outcome.status === 'refused') return refusalLine(outcome.target.id, outcome.findings);
  const { code, message } = outcome.error;
  return oneLine(`${outcome.target.id}: ${OUTCOME_TITLES[outcome.status]}: ${code}: ${message}`);
}

export function refusalLine(targetId: string, findings: readonly Finding[]): string {
  const codes = findings.filter(({ severity }) => severity === 'refusal').map(({ code }) => code);
  return `plan_refused: ${targetId}: ${codes.join(', ')}. Nothing was written; the findings say what to do.`;
}

function titleOf(outcome: Outcome, screen: Screen): string {
  const { palette } = screen;
  const paint = paintOf(outcome.status, screen);
  const { target, startedAt, endedAt } = outcome;
  const time = durationOf(endedAt - startedAt);
  return `${paint(palette.bold(titleWord(outcome)))}  ${oneLine(target.name)} (${target.type}), ${time}`;
}

/** What a person is told that it was. */
export function titleWord({ status, purpose }: Pick<Outcome, 'status' | 'purpose'>): string {
  return purpose === 'rollback' && status === 'deployed' ? 'ROLLED BACK' : OUTCOME_TITLES[status];
}

export function paintOf(status: OutcomeStatus, { palette }: Screen): (text: string) => string {
  if (succeeded(status)) return palette.green;
  const isCalm = status === 'restored' || status === 'withdrawn' || status === 'busy';
  return isCalm ? palette.yellow : palette.red;
}

type Fact = readonly [string, string | undefined];

function facts(outcome: Outcome): readonly Fact[] {
  const { endedAt, incoming, before, plan } = outcome;
  const isHeld = succeeded(outcome.status);
  return [
    ['address', outcome.reference ?? outcome.address],
    ['version', 'revisionReference' in outcome ? outcome.revisionReference : undefined],
    ['taken back', 'takenBack' in outcome ? outcome.takenBack : undefined],
    [isHeld ? 'held now' : 'incoming', incoming && briefLines(incoming, endedAt)],
    ['before', beforeOf(outcome)],
    ['fingerprint', isHeld ? incoming?.fingerprint : undefined],
    ['holds now', holdsNow(outcome)],
    ['consumers', consumerOutcomeLines(outcome.consumers)],
    ['rollback', before && plan && outcome.status === 'deployed' ? ROLLBACKS[plan.rollback] : undefined],
    ['held by', outcome.status === 'busy' ? `deployment ${outcome.holder}` : undefined],
    ['deployment', outcome.deploymentId],
  ];
}

function beforeOf({ before, incoming, endedAt }: Outcome): string | undefined {
  return before && before.fingerprint !== incoming?.fingerprint ? briefLines(before, endedAt) : undefined;
}

const HOLDS = {
  previous: 'the previous certificate',
  new: 'the new certificate',
  foreign: 'a certificate that is neither the previous nor the new one',
  disabled: 'a disabled version',
  absent: 'nothing',
  unknown: 'not known',
} as const;

function holdsNow(outcome: Outcome): string | undefined {
  switch (outcome.status) {
    case 'restored':
      return 'the previous certificate with its own key: proven';
    case 'withdrawn':
      return 'nothing, as before: proven';
    case 'also_failed':
      return HOLDS[outcome.holds];
    case 'unresolved':
      return `not known; last seen: ${HOLDS[outcome.lastSeen]}`;
    default:
      return undefined;
  }
}

function errorBlock(error: CertctlError, screen: Screen): string {
  return [
    section('Why', screen),
    hang('  error  ', `${error.code}: ${error.message}`, screen),
    hang('  to do  ', commandLineRemedy(error.code, error.remedy), screen),
  ].join('\n');
}

/** A fresh certificate is found again by its tags; a pinned one without looking. */
function pinBlock({ plan, reference }: Outcome, screen: Screen): string | undefined {
  const isFresh = plan?.steps.some((step) => step.kind === 'import' && step.mode === 'fresh');
  if (!isFresh || reference === undefined) return undefined;
  return `${section('To pin it in the config of the target', screen)}\n  certificate_arn: ${reference}`;
}
