import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';

export interface DiscoverFlags extends SessionFlags {
  readonly region?: string;
  readonly vaultUrl?: string;
  readonly directory?: string;
  readonly set?: readonly string[];
  readonly certificates?: readonly string[];
  readonly output?: string;
  readonly force?: true;
}

function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

const EXAMPLES = `
Examples:
  $ certctl discover aws-acm --region us-east-1 --certificates /etc/letsencrypt/live
  $ certctl discover azure-key-vault --vault-url https://prod-vault.vault.azure.net \\
      --set credential_mode=managed_identity -o vault.yaml
  $ certctl discover filesystem --directory /etc/haproxy/certs

Writes a file of targets with pinned addresses, and never to a service. Local certificates
are matched by fingerprint, then by the set of their names.
Exit codes: 0 written, 1 error.
`;

export function declareDiscover(program: Command, context: Context): void {
  const command = program
    .command('discover')
    .description('write targets for the certificates that are there already')
    .argument('<type>', 'where to look: aws-acm, azure-key-vault, filesystem')
    .optionsGroup('Where:')
    .option('--region <region>', 'region of aws-acm')
    .option('--vault-url <url>', 'vault of azure-key-vault')
    .option('--directory <folder>', 'folder of filesystem')
    .option('--set <field=value>', 'another field, such as role_arn or credential_mode', collected)
    .optionsGroup('Local certificates and the file:')
    .option('--certificates <folder>', 'folder of local certificates and keys; may be repeated', collected)
    .option('-o, --output <file>', 'file of targets to write (targets.yaml); - for standard output')
    .option('--force', 'overwrite the file');
  withSessionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (type: string, flags: DiscoverFlags) => {
      const { discover } = await import('../actions/discover.js');
      await discover(type, flags, context);
    });
}
