import type { Command } from 'commander';

/** Many targets at once. */
export interface FleetFlags {
  readonly all?: true;
  readonly selector?: string;
  readonly concurrency?: string;
}

export function withFleetOptions(command: Command): Command {
  return command
    .optionsGroup('Many targets of a file:')
    .option('--all', 'every target, each with its certificate of the file')
    .option('-l, --selector <labels>', 'only those with these labels: env=prod,team!=web,tier in (a, b)')
    .option('--concurrency <n>', 'how many at once (16); quotas are kept in any case');
}
