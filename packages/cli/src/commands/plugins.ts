import type { Command } from 'commander';
import type { Context } from '../context.js';
import { withJsonOption } from '../options/session-options.js';

const EXAMPLES = `
Examples:
  $ certctl plugins
  $ certctl plugins --json | jq '.plugins[0].config'
`;

export function declarePlugins(program: Command, context: Context): void {
  withJsonOption(program.command('plugins').description('list the types of targets, and what each can do'))
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const { plugins } = await import('../actions/plugins.js');
      await plugins(context);
    });
}
