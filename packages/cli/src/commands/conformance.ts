import type { Command } from 'commander';
import type { Context } from '../context.js';
import { withJsonOption } from '../options/session-options.js';
import { usageError } from '../usage-error.js';

export interface ConformanceFlags {
  readonly env?: string;
  readonly report?: string;
  readonly only?: readonly string[];
  readonly with?: readonly string[];
  readonly list?: true;
  readonly baseline?: string;
  readonly writeBaseline?: true;
  readonly endpoint?: string;
  readonly allowRealAccount?: string;
  readonly sweep?: string;
}

export interface BadgeFlags {
  readonly out: string;
}

const EXAMPLES = `
Examples:
  $ certctl conformance run ./my-plugin --report reports/conformance
  $ certctl conformance run ./my-plugin --env ./conformance/environment.js --only rollback
  $ certctl conformance run ./my-plugin --only rollback --only deploy/replay-is-unchanged
  $ certctl conformance run certctl-plugin-acme@1.2.0
  $ certctl conformance run dist/acme-1.2.0.tgz --with dist/acme-client-1.2.0.tgz
  $ certctl conformance run ./my-plugin --baseline conformance-baseline.json
  $ certctl conformance run ./my-plugin --env aws-acm-endpoint --allow-real-account 481516234200
  $ certctl conformance run --env aws-acm-endpoint --allow-real-account 481516234200 --sweep conformance-1a2b3c4d
  $ certctl conformance run --list

The plugin is packed, installed by npm into an empty folder, and loaded from there.
Ends with 0 when everything that counts passed, or fails as the baseline says; with 1 when
something else failed, or the baseline names what does not fail any more; and with 3 when
nothing failed and not all that counts was shown. A package that cannot be installed or
loaded has failed. An interrupt ends the run, removes what was made, and gives 130.
`;

const BADGE_EXAMPLES = `
Examples:
  $ certctl conformance badge reports/conformance/report.json
  $ certctl conformance badge reports/conformance/report.json --out docs

Writes badge.svg, and badge.json as https://shields.io/badges/endpoint-badge takes it.
A report that was edited is refused. Its digest is no signature: whoever edits a report on
purpose can make it anew.
`;

function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Other programs take several values after one option; what follows here is another plugin. */
function assertOnePlugin([first, ...others]: readonly string[]): void {
  if (others.length === 0) return;
  throw usageError(
    `one plugin at a time, and these are several: ${[first, ...others].join(', ')}`,
    'An option takes one value, and is repeated for more: --only rollback --only tags.',
  );
}

export function declareConformance(program: Command, context: Context): void {
  const conformance = program
    .command('conformance')
    .description('hold a plugin to what every plugin must do');
  withJsonOption(conformance.command('run'))
    .description('run the conformance cases against a plugin, as a stranger would get it')
    .argument('[package-or-folder]', 'a folder with a package.json, or a package as npm install takes it')
    .option('--env <environment>', 'name of an environment, or a file that exports one by default')
    .option(
      '--with <package>',
      'install this beside it: what it depends on, and no registry has; may be repeated',
      collected,
    )
    .option('--report <folder>', 'write the report there: JSON, JUnit, Markdown, HTML')
    .option(
      '--only <slug>',
      'only this case, or area; what is left out makes the result partial; may be repeated',
      collected,
    )
    .option('--list', 'list the cases, and run none')
    .option(
      '--baseline <file>',
      'what is known to fail; anything else that fails, and what no longer does, fails',
    )
    .option('--write-baseline', 'write what fails now into the file of --baseline')
    .option(
      '--endpoint <url>',
      'with --env aws-acm-endpoint or azure-key-vault-endpoint: where the service is',
    )
    .option(
      '--allow-real-account <name>',
      'the account of AWS, or the host of the vault, that may be written to',
    )
    .option('--sweep <run-id>', 'remove what a run that was killed left there, and run nothing')
    .addHelpText('after', EXAMPLES)
    // Told by ourselves, with what was meant.
    .allowExcessArguments()
    .action(async (source: string | undefined, flags: ConformanceFlags, command: Command) => {
      assertOnePlugin(command.args);
      const { conformance: act } = await import('../actions/conformance.js');
      await act(source, flags, context);
    });
  withJsonOption(conformance.command('badge'))
    .description('make a badge of a report that nobody has edited')
    .argument('<report>', 'report.json of a run')
    .option('--out <folder>', 'where badge.svg and badge.json are written', '.')
    .addHelpText('after', BADGE_EXAMPLES)
    .action(async (path: string, flags: BadgeFlags) => {
      const { conformanceBadge } = await import('../actions/conformance.js');
      await conformanceBadge(path, flags, context);
    });
}
