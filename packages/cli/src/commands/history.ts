import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type StoreFlags, withStoreOptions } from '../options/store-options.js';

export type HistoryFlags = StoreFlags & { readonly limit: string; readonly targets?: string };

const EXAMPLES = `
Examples:
  $ certctl history web
  $ certctl history -f targets.yaml
  $ certctl history web --limit 500 --json

Every attempt, refusal, restore, hold and release, newest first, from the audit log.
With -f the target may be named as for the other commands; without, by its id.
Exit codes: 0 there is something, 4 nothing is recorded, 1 error.
`;

export function declareHistory(program: Command, context: Context): void {
  const command = program
    .command('history')
    .description('list what was done to a target')
    .argument('[target]', 'id of the target; with -f its name, or none where the file has one')
    .option('-f, --targets <file>', 'targets in YAML or JSON; - for standard input')
    .option('--limit <n>', 'at most so many rows', '50');
  withStoreOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: HistoryFlags) => {
      const { history } = await import('../actions/history.js');
      await history(target, flags, context);
    });
}
