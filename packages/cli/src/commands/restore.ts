import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type StoreFlags, withStoreOptions } from '../options/store-options.js';

export type RestoreFlags = StoreFlags & { readonly moveAside?: true };
export type RestoredFlags = StoreFlags & { readonly asOf: string };

const EXAMPLES = `
Examples:
  $ certctl restore /var/backups/certctl.backup
  $ certctl restore /var/backups/certctl.backup --move-aside
  $ certctl plan --all -f targets.yaml
  $ certctl release web

Stop every certctl that uses the data folder first. What was deployed since the backup is
not in it, so every target is on hold until somebody has looked and released it.
Exit codes: 0 restored, 1 error; nothing was changed then.
`;

const AS_OF = `
Examples:
  $ certctl restored --as-of 2026-11-20T03:00:00Z

For a data folder that came back with a snapshot of its volume. certctl restore does this
by itself. Every target is on hold until somebody has looked and released it.
`;

export function declareRestore(program: Command, context: Context): void {
  const restoring = program
    .command('restore')
    .description('put a backup into the data folder; every target is then on hold')
    .argument('<file>', 'what certctl backup has written')
    .option('--move-aside', 'keep a store that is there under another name');
  withStoreOptions(restoring)
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: RestoreFlags) => {
      const { restore } = await import('../actions/restore.js');
      await restore(file, flags, context);
    });
  const restored = program
    .command('restored')
    .description('say that the data folder was put back by other means')
    .requiredOption('--as-of <time>', 'when the copy was made, in ISO 8601');
  withStoreOptions(restored)
    .addHelpText('after', AS_OF)
    .action(async (flags: RestoredFlags) => {
      const { markAsRestored } = await import('../actions/restore.js');
      await markAsRestored(flags, context);
    });
}
