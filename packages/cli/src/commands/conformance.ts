import type { Command } from 'commander';
import type { Context } from '../context.js';
import { withJsonOption } from '../options/session-options.js';

export interface ConformanceFlags {
  readonly env?: string;
  readonly report?: string;
  readonly only?: readonly string[];
  readonly with?: readonly string[];
  readonly list?: true;
}

const EXAMPLES = `
Examples:
  $ certctl conformance run ./my-plugin --report reports/conformance
  $ certctl conformance run ./my-plugin --env ./conformance/environment.js --only rollback
  $ certctl conformance run certctl-plugin-acme@1.2.0
  $ certctl conformance run dist/acme-1.2.0.tgz --with dist/acme-client-1.2.0.tgz
  $ certctl conformance run --list

The plugin is packed, installed by npm into an empty folder, and loaded from there.
Ends with 0 when everything that counts passed, with 1 when something failed, and with 3
when nothing failed and not all that counts was shown. A package that cannot be installed
or loaded has failed. An interrupt ends the run, removes what was made, and gives 130.
`;

export function declareConformance(program: Command, context: Context): void {
  const conformance = program
    .command('conformance')
    .description('hold a plugin to what every plugin must do');
  withJsonOption(conformance.command('run'))
    .description('run the conformance cases against a plugin, as a stranger would get it')
    .argument('[package-or-folder]', 'a folder with a package.json, or a package as npm install takes it')
    .option('--env <environment>', 'name of an environment, or a file that exports one by default')
    .option('--with <package...>', 'install these beside it: what it depends on, and no registry has')
    .option('--report <folder>', 'write the report there: JSON, JUnit, Markdown, HTML')
    .option('--only <slug...>', 'only these cases, or areas; what is left out makes the result partial')
    .option('--list', 'list the cases, and run none')
    .addHelpText('after', EXAMPLES)
    .action(async (source: string | undefined, flags: ConformanceFlags) => {
      const { conformance: act } = await import('../actions/conformance.js');
      await act(source, flags, context);
    });
}
