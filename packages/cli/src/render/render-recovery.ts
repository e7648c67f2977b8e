import type { AlsoFailed, RollbackFailure } from '@certctl/engine';
import type { RecoveryStep } from '@certctl/plugin-api';
import { hang, section, wrap } from './layout.js';
import type { Screen } from './screen.js';

/** Why a deploy could not be taken back. */
export const NOT_TAKEN_BACK = {
  restore_failed: 'the previous certificate could not be put back',
  nothing_to_restore: 'what the deploy made could not be removed',
  no_key: 'the private key of the previous certificate is not to be had',
  compromised: 'the previous certificate was marked compromised, and must not come back',
  no_permission: 'a permission is missing',
  foreign_writer: 'somebody else wrote in the meantime, and their certificate was left alone',
} as const satisfies Record<RollbackFailure, string>;

/** Why the way back failed, and the commands that repair it; commands are not wrapped, so that they can be pasted. */
export function renderRecovery(outcome: AlsoFailed, screen: Screen): string {
  const { rollbackError } = outcome;
  return [
    section('Why it could not be taken back', screen),
    hang('  ', NOT_TAKEN_BACK[outcome.why], screen),
    ...(rollbackError ? [hang('  error  ', `${rollbackError.code}: ${rollbackError.message}`, screen)] : []),
    '',
    section('Recovery by hand', screen),
    renderCommands(outcome.commands, screen),
  ].join('\n');
}

export function renderCommands(commands: readonly RecoveryStep[], screen: Screen): string {
  return commands
    .flatMap(({ why, command }) => [
      // A comment for the shell, so that the whole block can be pasted.
      ...wrap(why, screen.width - 2).map((line) => screen.palette.dim(`# ${line}`)),
      command,
    ])
    .join('\n');
}
