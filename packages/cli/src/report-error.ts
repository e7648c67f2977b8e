import { CertctlError, isCertctlError } from '@certctl/plugin-api';
import { CommanderError } from 'commander';
import type { Context } from './context.js';
import { exitOfError } from './exit-code-of.js';
import { commandLineRemedy } from './render/command-line-remedy.js';
import { oneLine } from './render/one-line.js';
import { paletteFor } from './render/palette.js';
import { writeJson } from './render/write-json.js';

/** Reports what ended a command: one line on stderr, or one JSON document on stdout. Returns the exit code. */
export function reportError(thrown: unknown, context: Context): number {
  const error = asError(thrown);
  if (context.json) writeJson(context.io.stdout, { error });
  else errorLine(error, context);
  return exitOfError(error);
}

/** Code, message and remedy in one line, whatever line ends the message has. */
export function errorLine(error: CertctlError, { io }: Context): void {
  const { red, bold } = paletteFor(io.stderr, io.env);
  const message = oneLine(error.message);
  const end = /[.!?]$/.test(message) ? '' : '.';
  const remedy = oneLine(commandLineRemedy(error.code, error.remedy));
  const line = `certctl: ${red(bold(error.code))}: ${message}${end}`;
  io.stderr.write(`${remedy === '' ? line : `${line} ${remedy}`}\n`);
}

function asError(thrown: unknown): CertctlError {
  if (isCertctlError(thrown)) return thrown;
  if (thrown instanceof CommanderError) return fromCommander(thrown);
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new CertctlError('internal', message, { cause: thrown });
}

function fromCommander(error: CommanderError): CertctlError {
  if (error.code === 'commander.help') {
    return new CertctlError('usage', 'a command is missing', { remedy: 'See certctl --help.' });
  }
  return new CertctlError('usage', oneLine(error.message).replace(/^error: /, ''));
}
