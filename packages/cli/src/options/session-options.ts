import { type Command, Option } from 'commander';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How the engine runs. */
export interface SessionFlags {
  readonly instance?: string;
  readonly allowEndpoints?: boolean;
  readonly timeout?: string;
  readonly logLevel: LogLevel;
  readonly verbose?: true;
}

export function withSessionOptions(command: Command): Command {
  return withJsonOption(
    command
      .optionsGroup('Other:')
      .option('--instance <name>', 'name of this installation, in the tags; or CERTCTL_INSTANCE')
      .option('--allow-endpoints', 'let targets name endpoints; or CERTCTL_ALLOW_ENDPOINTS=1')
      .option('--timeout <seconds>', 'deadline of the way forward (300); the way back has its own')
      .addOption(
        new Option('--log-level <level>', 'log to stderr, as JSON lines')
          .choices(LOG_LEVELS)
          .default('silent'),
      )
      .option('-v, --verbose', 'the same as --log-level debug'),
  );
}

export function withJsonOption(command: Command): Command {
  return command.option('--json', 'print one JSON document');
}
