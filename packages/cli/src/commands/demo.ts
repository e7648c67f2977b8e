import type { Command } from 'commander';
import type { Context } from '../context.js';
import { withJsonOption } from '../options/session-options.js';

const EXAMPLES = `
Examples:
  $ certctl demo
  $ certctl demo --json | jq '.acts[] | {title, outcome, asExpected}'

Everything runs in this process and on 127.0.0.1; no cloud and no credentials are needed.
Exit codes: 0 every act ended as it must, 1 one did not.
`;

export function declareDemo(program: Command, context: Context): void {
  withJsonOption(
    program
      .command('demo')
      .description('deploy, renew, refuse and roll back against an emulator of ACM, in under a minute'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const { demo } = await import('../actions/demo.js');
      await demo(context);
    });
}
