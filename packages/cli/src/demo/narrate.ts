import type { Outcome, Plan } from '@certctl/engine';
import { OUTCOME_TITLES } from '@certctl/engine';
import { hang, section, wrap } from '../render/layout.js';
import { renderFindings } from '../render/render-findings.js';
import { paintOf } from '../render/render-outcome.js';
import { renderRecovery } from '../render/render-recovery.js';
import type { Screen } from '../render/screen.js';
import { durationOf } from '../render/time.js';
import type { Act, Check, Played } from './act.js';
import { DEMO_TIMING, type Stage } from './stage.js';

/** Says what is on the stage before the first act. */
export function narrateStage({ emulator, vault, target, vaultTarget }: Stage, screen: Screen): string {
  const { palette } = screen;
  const { proveMs, settleMs } = DEMO_TIMING;
  return [
    palette.bold('The life of a certificate in AWS Certificate Manager and Azure Key Vault, on this machine'),
    '',
    hang('  emulator   ', `fake-acm on ${emulator.url}: refuses what ACM refuses, in its words`, screen),
    hang(
      '             ',
      `fake-vault on ${vault.url}: versions, soft delete, a key that can be read`,
      screen,
    ),
    hang('  engine     ', 'certctl with the real SDKs of both clouds, over HTTP', screen),
    hang('  targets    ', `${target.id}: ACM, region ${String(target.config.region)}, no ARN pinned`, screen),
    hang(
      '             ',
      `${vaultTarget.id}: Key Vault, name ${String(vaultTarget.config.certificate_name)}`,
      screen,
    ),
    hang('  authority  ', 'made just now: root, intermediate, and RSA-2048 leaves', screen),
    hang('  timing     ', `shortened for the demo: proof ${proveMs} ms, settling ${settleMs} ms`, screen),
    '',
  ].join('\n');
}

export function narrateTitle(number: number, { title, about }: Act, screen: Screen): string {
  const lines = wrap(about, screen.width - 3).map((line) => `   ${screen.palette.dim(line)}`);
  return `\n${screen.palette.bold(`${number}  ${title}`)}\n${lines.join('\n')}\n`;
}

export function narratePlayed({ ended, checks }: Played, screen: Screen): string {
  const told = 'outcome' in ended ? outcomeTold(ended.outcome, screen) : planTold(ended.plan, screen);
  return `${[...told, ...checks.map((check) => checkLine(check, screen))].join('\n')}\n`;
}

function outcomeTold(outcome: Outcome, screen: Screen): string[] {
  const { palette } = screen;
  const title = paintOf(outcome.status, screen)(palette.bold(OUTCOME_TITLES[outcome.status]));
  const writes = outcome.calls.filter(({ effect }) => effect === 'write').length;
  const amount = `${outcome.calls.length} calls, ${writes === 1 ? '1 write' : `${writes} writes`}, ${durationOf(outcome.endedAt - outcome.startedAt)}`;
  return [
    `   ${title}  ${amount}`,
    ...('error' in outcome
      ? [hang('   why  ', `${outcome.error.code}: ${outcome.error.message}`, screen)]
      : []),
    ...('error' in outcome ? [explainTold(outcome, screen)] : []),
    ...(outcome.status === 'also_failed' ? ['', renderRecovery(outcome, screen), ''] : []),
  ];
}

/** The records of the demo are gone when it ends, so this is what one would type elsewhere. */
function explainTold({ deploymentId }: Outcome, screen: Screen): string {
  const command = `certctl explain ${deploymentId.slice(0, 8)}`;
  return screen.palette.dim(`   then ${command} says what is held, what failed, and what to do`);
}

function planTold(plan: Plan, screen: Screen): string[] {
  const { palette } = screen;
  const refusals = plan.findings.filter(({ severity }) => severity === 'refusal');
  const [, ...findings] = (renderFindings(refusals, { ...screen, width: screen.width - 1 }) ?? '').split(
    '\n',
  );
  const title =
    plan.verdict === 'refused' ? palette.red(palette.bold('REFUSED')) : palette.bold(plan.verdict);
  return [`   ${title}  before any write`, ...findings.map((line) => ` ${line}`)];
}

function checkLine({ what, holds }: Check, screen: Screen): string {
  const { palette } = screen;
  const mark = holds ? palette.green('✓') : palette.red('✗');
  return `   ${mark} ${hang('     ', what, screen).slice(5)}`;
}

export function heading(text: string, screen: Screen): string {
  return `\n${section(text, screen)}\n`;
}
