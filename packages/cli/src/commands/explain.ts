import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';

export type ExplainFlags = SessionFlags & { readonly targets?: string };

const EXAMPLES = `
Examples:
  $ certctl explain 0f9d2c1a -f targets.yaml
  $ certctl explain web -f targets.yaml
  $ certctl explain 0f9d2c1a --json

An id, the beginning of one, or a target, which means its last deploy. With -f it is
looked up what is held now; nothing is written.
Exit codes: 0 explained, 1 error, 64 nothing is recorded of that.
`;

export function declareExplain(program: Command, context: Context): void {
  const command = program
    .command('explain')
    .description('say what happened in a deploy, what is held now, and what to do')
    .argument('<deployment>', 'id of a deployment, or of a target')
    .optionsGroup('To look at what is held now:')
    .option('-f, --targets <file>', 'targets in YAML or JSON; - for standard input');
  withSessionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (word: string, flags: ExplainFlags) => {
      const { explain } = await import('../actions/explain.js');
      await explain(word, flags, context);
    });
}
