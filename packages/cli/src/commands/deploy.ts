import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type MaterialFlags, withMaterialOptions } from '../options/material-options.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';

export type DeployFlags = TargetFlags & MaterialFlags & SessionFlags;

const EXAMPLES = `
Examples:
  $ certctl deploy web -f targets.yaml --cert fullchain.pem --key privkey.pem
  $ certctl deploy --type aws-acm --id web --region eu-west-1 --tag env=prod \\
      --cert web.crt --chain chain.pem --key web.key --previous-key old.key
  $ vault read -field=key kv/web | certctl deploy -f web.yaml --cert web.crt --key -

This command keeps keys in memory only, so a rollback needs the key of what is held
now: give it with --previous-key, or the plan says that a rollback is impossible.
Exit codes: 0 deployed or nothing to do, 1 error, 3 refused, 5 taken back,
6 rollback failed, 7 unknown, 8 busy, 64 wrong words or files.
`;

export function declareDeploy(program: Command, context: Context): void {
  const command = program
    .command('deploy')
    .description('deploy a certificate, prove it, take it back if need be');
  withSessionOptions(withMaterialOptions(withTargetOptions(command)))
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: DeployFlags) => {
      const { deploy } = await import('../actions/deploy.js');
      await deploy(target, flags, context);
    });
}
