import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type StoreFlags, withStoreOptions } from '../options/store-options.js';

const EXAMPLES = `
Examples:
  $ certctl backup /var/backups/certctl-$(date +%F).backup
  $ certctl backup /var/backups/certctl.backup --json | jq -r .audit.head

One file of mode 0600, made while deploys go on. Kept keys are in it, sealed; the
key-encryption key is not: keep a copy of that one in another place.
Exit codes: 0 written and checked, 1 error.
`;

export function declareBackup(program: Command, context: Context): void {
  const command = program
    .command('backup')
    .description('copy the records and the sealed keys into one file')
    .argument('<file>', 'file to write; it must not be there');
  withStoreOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: StoreFlags) => {
      const { backup } = await import('../actions/backup.js');
      await backup(file, flags, context);
    });
}
