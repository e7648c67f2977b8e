import type { CallRecord } from '@certctl/engine';
import type { DeploymentFacts } from '../explain/deployment-facts.js';
import type { Explanation } from '../explain/explanation.js';
import { trailCommand } from '../explain/trail-command.js';
import { callsOf } from '../explain/what-failed.js';
import { hang, page, section, wrap } from './layout.js';
import { oneLine } from './one-line.js';
import { consumerOutcomeLines } from './render-consumers.js';
import { renderFindings } from './render-findings.js';
import { paintOf, titleWord } from './render-outcome.js';
import { renderCommands } from './render-recovery.js';
import type { Screen } from './screen.js';
import { durationOf, minuteOf } from './time.js';

const COLUMN = 17;

/** Lines of the first screen: with its title no more than a terminal of 24 lines shows. */
const PARTS = [
  ['HOLDS NOW', 'holdsNow', 4],
  ['WANTED', 'wanted', 2],
  ['WHAT FAILED', 'whatFailed', 5],
  ['WILL IT RETRY', 'willItRetry', 2],
  ['DO THIS', 'doThis', 6],
  ['WHO ELSE WRITES', 'whoElseWrites', 2],
] as const satisfies readonly (readonly [title: string, name: keyof Explanation, most: number])[];

/** The first screen is for three in the morning; what follows it, for the morning after. */
export function renderExplanation(facts: DeploymentFacts, said: Explanation, screen: Screen): string {
  const { record } = facts;
  return page([
    [titleOf(facts, screen), screen.palette.dim(subtitleOf(facts))].join('\n'),
    PARTS.map(([title, name, most]) => part(title, said[name], most, screen)).join('\n'),
    inFull(said, screen),
    record.commands?.length
      ? [section('Recovery by hand', screen), renderCommands(record.commands, screen)].join('\n')
      : undefined,
    consumerBlock(facts, screen),
    trailBlock(facts, screen),
    renderFindings(record.findings, screen),
    callBlock(callsOf(record), screen),
  ]);
}

function titleOf({ record, open }: DeploymentFacts, screen: Screen): string {
  const { palette } = screen;
  const { status, target } = record;
  const title = open ? 'NOT ENDED' : titleWord(record);
  const paint = open ? palette.red : paintOf(status, screen);
  const time = open ? '' : `, ${durationOf(record.endedAt - record.startedAt)}`;
  return `${paint(palette.bold(title))}  ${oneLine(target.name)} (${target.type}), ${minuteOf(record.startedAt)}${time}`;
}

function subtitleOf({ record }: DeploymentFacts): string {
  const { id, purpose, actor, closedBy } = record;
  const closed = closedBy
    ? `, ended by ${closedBy.deploymentId.slice(0, 8)} on ${minuteOf(closedBy.at)}`
    : '';
  return `${purpose} ${id} by ${oneLine(actor)}${closed}`;
}

function part(title: string, texts: readonly string[], most: number, screen: Screen): string {
  const { lines, cut } = linesOf(texts, screen);
  const isLong = lines.length > most;
  const shown = isLong ? lines.slice(0, most - 1) : lines;
  const head = screen.palette.bold(title.padEnd(COLUMN));
  return [...shown, ...(isLong || (cut && lines.length < most) ? ['(in full below)'] : [])]
    .map((line, at) => (at === 0 ? head : ' '.repeat(COLUMN)) + line)
    .join('\n');
}

/** What did not fit on the first screen. */
function inFull(said: Explanation, screen: Screen): string | undefined {
  const long = PARTS.filter(([, name, most]) => {
    const { lines, cut } = linesOf(said[name], screen);
    return cut || lines.length > most;
  });
  if (long.length === 0) return undefined;
  return long
    .map(([title, name]) =>
      [section(`${title}, in full`, screen), ...said[name].map((text) => hang('  ', text, screen))].join(
        '\n',
      ),
    )
    .join('\n\n');
}

/** Texts in the column beside the titles. A word that is too long for it, such as a policy, is cut. */
function linesOf(
  texts: readonly string[],
  screen: Screen,
): { readonly lines: readonly string[]; readonly cut: boolean } {
  const room = screen.width - COLUMN;
  let cut = false;
  const lines = texts.flatMap((text) => {
    const command = text.startsWith('$ ');
    // A command that is broken into lines can still be pasted.
    const broken = wrap(text, command ? room - 2 : room);
    return broken.map((line, at) => {
      const whole = command && at < broken.length - 1 ? `${line} \\` : line;
      if (whole.length <= room) return whole;
      cut = true;
      return `${whole.slice(0, room - 3)}...`;
    });
  });
  return { lines, cut };
}

function consumerBlock({ record }: DeploymentFacts, screen: Screen): string | undefined {
  const lines = consumerOutcomeLines(record.consumers)?.split('\n');
  return lines && [section('Consumers', screen), ...lines.map((line) => hang('  ', line, screen))].join('\n');
}

function trailBlock({ record }: DeploymentFacts, screen: Screen): string | undefined {
  const command = trailCommand(record);
  if (command === undefined) return undefined;
  return [section('Who else writes, by the trail of the vendor', screen), command].join('\n');
}

function callBlock(calls: readonly CallRecord[], screen: Screen): string | undefined {
  if (calls.length === 0) return undefined;
  const writes = calls.filter(({ effect }) => effect === 'write').length;
  const title = `Each call (${calls.length}, ${writes === 1 ? '1 write' : `${writes} writes`})`;
  return [section(title, screen), ...calls.map((call) => callLine(call, screen))].join('\n');
}

function callLine(call: CallRecord, screen: Screen): string {
  const { palette } = screen;
  const at = new Date(call.startedAt).toISOString().slice(11, 23);
  const again = call.attempt === 1 ? '' : `, attempt ${call.attempt}`;
  const time = durationOf(call.endedAt - call.startedAt);
  const line = `  ${at}  ${call.step.padEnd(9)} ${call.operation}, ${time}${again}: `;
  if (call.result === 'ok') return line + palette.green('ok');
  // That something is not there is an answer like another.
  if (call.result === 'absent') return `${line}absent (${oneLine(call.code ?? '')})`;
  const status = call.status === undefined ? '' : `, HTTP ${call.status}`;
  const id = call.requestId === undefined ? '' : `, request ${call.requestId}`;
  const said = oneLine(`${call.result}: ${call.code ?? ''}${status}${id}: ${call.message ?? ''}`);
  return [line.trimEnd(), hang(' '.repeat(16), said, screen, palette.red)].join('\n');
}
