import type { Command } from 'commander';
import type { Context } from '../context.js';
import { withMaterialOptions } from '../options/material-options.js';
import { withSessionOptions } from '../options/session-options.js';
import { withTargetOptions } from '../options/target-options.js';
import type { DeployFlags } from './deploy.js';

const EXAMPLES = `
Examples:
  $ certctl plan web -f targets.yaml --cert fullchain.pem --key privkey.pem
  $ certctl plan web -f targets.yaml --cert web.crt --key web.key --json

Nothing is written.
Exit codes: 0 nothing to do, 2 changes are waiting, 3 refused, 1 error.
`;

export function declarePlan(program: Command, context: Context): void {
  const command = program.command('plan').description('say what deploy would do, and what speaks against it');
  withSessionOptions(withMaterialOptions(withTargetOptions(command)))
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: DeployFlags) => {
      const { plan } = await import('../actions/plan.js');
      await plan(target, flags, context);
    });
}
