import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type StoreFlags, withStoreOptions } from '../options/store-options.js';

export type ReleaseFlags = StoreFlags & { readonly all?: true };

const EXAMPLES = `
Examples:
  $ certctl show web -f targets.yaml
  $ certctl release web
  $ certctl release --all

A target is on hold when its deploy was taken back, and when the records come from a
backup: show and plan say why. --all lifts what a restore has put on hold, for every
target; a target whose deploy was taken back is released by its id.
Exit codes: 0 released, or it was not on hold; 1 error.
`;

export function declareRelease(program: Command, context: Context): void {
  const command = program
    .command('release')
    .description('lift the hold on a target')
    .argument('[target]', 'id of the target')
    .option('--all', 'every target that is on hold since the records were restored');
  withStoreOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: ReleaseFlags) => {
      const { release } = await import('../actions/release.js');
      await release(target, flags, context);
    });
}
