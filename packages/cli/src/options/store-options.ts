import type { Command } from 'commander';
import type { SessionFlags } from './session-options.js';
import { withJsonOption } from './session-options.js';

/** Where the records are, for commands that ask no service anything. */
export type StoreFlags = Pick<SessionFlags, 'data'>;

export function withStoreOptions(command: Command): Command {
  return withJsonOption(
    command
      .optionsGroup('Other:')
      .option('--data <folder>', 'kept keys and records; CERTCTL_DATA; ~/.local/state/certctl'),
  );
}
