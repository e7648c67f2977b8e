import { type Command, Option } from 'commander';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How the engine runs. */
export interface SessionFlags {
  readonly instance?: string;
  readonly allowEndpoints?: boolean;
  readonly data?: string;
  readonly caBundle?: string;
  readonly commands?: string;
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
      .option('--data <folder>', 'kept keys and records, or none; CERTCTL_DATA; ~/.local/state/certctl')
      .option('--ca-bundle <file>', 'certificates to trust beside the usual ones; or CERTCTL_CA_BUNDLE')
      .option('--commands <file>', 'commands that targets may name, such as a reload; or CERTCTL_COMMANDS')
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
