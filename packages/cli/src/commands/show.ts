import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';

export type ShowFlags = TargetFlags & SessionFlags;

const EXAMPLES = `
Examples:
  $ certctl show web -f targets.yaml
  $ certctl show --type aws-acm --id web --region eu-west-1 --json

Exit codes: 0 a certificate is held, 4 none is, 1 error.
`;

export function declareShow(program: Command, context: Context): void {
  const command = program.command('show').description('show what is held: did the certificate get imported?');
  withSessionOptions(withTargetOptions(command))
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: ShowFlags) => {
      const { show } = await import('../actions/show.js');
      await show(target, flags, context);
    });
}
