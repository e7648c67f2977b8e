import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';

export type WritersFlags = TargetFlags & SessionFlags & { readonly since: string };

const EXAMPLES = `
Examples:
  $ certctl writers web -f targets.yaml
  $ certctl writers web -f targets.yaml --since 30d
  $ certctl writers web -f targets.yaml --json | jq -r .verdict
Reads the vendor's own record of who wrote: CloudTrail, the Activity Log and the audit
events of a vault. It needs permissions that no deploy needs: certctl permissions.
Ours are told by the requests of the deploys in the data folder, then by the identity.
Exit codes: 0 only ours wrote, 4 somebody else did, 1 error or it cannot be known.
`;

export function declareWriters(program: Command, context: Context): void {
  const command = program
    .command('writers')
    .description('list every principal that wrote to a target: are we the only one?');
  withSessionOptions(
    withTargetOptions(command)
      .optionsGroup('Time:')
      .option('--since <time>', 'how far back: 30m, 12h, 7d, or a date such as 2026-11-24', '7d'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: WritersFlags) => {
      const { writers } = await import('../actions/writers.js');
      await writers(target, flags, context);
    });
}
