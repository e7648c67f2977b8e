import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type FleetFlags, withFleetOptions } from '../options/fleet-options.js';
import { type MaterialFlags, withMaterialOptions } from '../options/material-options.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';

export type DeployFlags = TargetFlags &
  MaterialFlags &
  FleetFlags &
  SessionFlags & { readonly takeOverPlanned?: string };

const EXAMPLES = `
Examples:
  $ certctl deploy web -f targets.yaml --cert fullchain.pem --key privkey.pem
  $ certctl deploy --type aws-acm --id web --region eu-west-1 --tag env=prod \\
      --cert web.crt --chain chain.pem --key web.key --previous-key old.key
  $ certctl deploy --all -f targets.yaml -l env=prod
  $ vault read -field=key kv/web | certctl deploy -f web.yaml --cert web.crt --key -

Keys that are deployed are kept sealed in the data folder, for a rollback. The key of
what was there before certctl is not: use --previous-key, or certctl keys adopt.
Exit codes: 0 deployed or nothing to do, 1 error, 3 refused, 5 taken back,
6 rollback failed, 7 unknown, 8 busy, 64 wrong words or files.
With --all or -l: 0 all deployed or nothing to do, 3 some refused, 1 anything else.
`;

export function declareDeploy(program: Command, context: Context): void {
  const command = program
    .command('deploy')
    .description('deploy a certificate, prove it, take it back if need be');
  withSessionOptions(
    withFleetOptions(withMaterialOptions(withTargetOptions(command))).option(
      '--take-over-planned <file>',
      'take over what this JSON of plan --all has shown to be not ours',
    ),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: DeployFlags) => {
      const { deploy } = await import('../actions/deploy.js');
      await deploy(target, flags, context);
    });
}
