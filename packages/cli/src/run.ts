import { Command, CommanderError } from 'commander';
import { declareAudit } from './commands/audit.js';
import { declareBackup } from './commands/backup.js';
import { declareConformance } from './commands/conformance.js';
import { declareDemo } from './commands/demo.js';
import { declareDeploy } from './commands/deploy.js';
import { declareDiscover } from './commands/discover.js';
import { declareEmulate } from './commands/emulate.js';
import { declareExplain } from './commands/explain.js';
import { declareHistory } from './commands/history.js';
import { declareKeys } from './commands/keys.js';
import { declarePermissions } from './commands/permissions.js';
import { declarePlan } from './commands/plan.js';
import { declarePlugins } from './commands/plugins.js';
import { declareRelease } from './commands/release.js';
import { declareRestore } from './commands/restore.js';
import { declareRollback } from './commands/rollback.js';
import { declareShow } from './commands/show.js';
import { declareVerify } from './commands/verify.js';
import { declareWriters } from './commands/writers.js';
import type { Context } from './context.js';
import type { Io } from './io.js';
import { VERSION } from './version.js';

const DESCRIPTION =
  'Deploys a renewed certificate into a cloud certificate store, proves the result,\n' +
  'and puts the previous certificate back when the proof fails.';

const EPILOGUE = `
Start here:
  $ certctl demo                       a whole story against an emulator, in a minute
  $ certctl plan web -f targets.yaml --cert web.crt --key web.key
  $ certctl deploy web -f targets.yaml --cert web.crt --key web.key
  $ certctl show web -f targets.yaml   did the certificate get imported?
  $ certctl discover aws-acm --region us-east-1   targets for what is there already
  $ certctl plan --all -f targets.yaml
`;

/**
 * Runs one command.
 * @param argv the words after the program's name
 * @returns the exit code, one of `EXIT_CODES`
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const context: Context = { io, json: argv.includes('--json'), exitCode: 0 };
  const program = programFor(context);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { reportError } = await import('./report-error.js');
    return reportError(error, context);
  }
}

function programFor(context: Context): Command {
  const program = new Command('certctl');
  program
    .description(DESCRIPTION)
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .addHelpText('after', EPILOGUE)
    .configureOutput({
      writeOut: (text) => context.io.stdout.write(text),
      // Errors are reported in one place, in one line; commander's own would come before it.
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(context.io.stdout.columns ?? 80, 100),
      getOutHasColors: () => false,
    })
    .showSuggestionAfterError()
    .exitOverride();
  for (const declare of [
    declareDemo,
    declarePlan,
    declareDeploy,
    declareRollback,
    declareExplain,
    declareShow,
    declareVerify,
    declareWriters,
    declareHistory,
    declareRelease,
    declareDiscover,
    declareKeys,
    declareAudit,
    declareBackup,
    declareRestore,
    declarePermissions,
    declarePlugins,
    declareEmulate,
    declareConformance,
  ]) {
    declare(program, context);
  }
  return program;
}
