import type { Command } from 'commander';
import type { Context } from '../context.js';
import { withSessionOptions } from '../options/session-options.js';
import { withTargetOptions } from '../options/target-options.js';
import type { ShowFlags } from './show.js';

export type VerifyFlags = ShowFlags & { readonly cert: string };

const EXAMPLES = `
Examples:
  $ certctl verify web -f targets.yaml --cert fullchain.pem
  $ certctl verify web -f targets.yaml --cert web.crt --json | jq -r .result

Exit codes: 0 the leaf is held, 4 another one or none is, 1 error.
`;

export function declareVerify(program: Command, context: Context): void {
  const command = program.command('verify').description('compare what is held with a leaf, byte for byte');
  withSessionOptions(
    withTargetOptions(command)
      .optionsGroup('Expected:')
      .requiredOption('--cert <file>', 'PEM file whose first certificate is the leaf'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: VerifyFlags) => {
      const { verify } = await import('../actions/verify.js');
      await verify(target, flags, context);
    });
}
