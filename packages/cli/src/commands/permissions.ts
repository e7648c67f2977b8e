import type { Command } from 'commander';
import type { Context } from '../context.js';
import { withJsonOption } from '../options/session-options.js';

export interface PermissionsFlags {
  readonly format?: string;
  readonly minimal?: true;
  readonly targetFile?: string;
}

const EXAMPLES = `
Examples:
  $ certctl permissions aws-acm
  $ certctl permissions aws-acm --format iam-policy > policy.json
  $ certctl permissions aws-acm web --format iam-policy -t targets.yaml --minimal

Formats: table, json, and the policy documents of the type (certctl plugins lists them).
With a target the resources are narrowed down to it.
`;

export function declarePermissions(program: Command, context: Context): void {
  const command = program
    .command('permissions')
    .description('print every call that a plugin may make, or the policy that grants them')
    .argument('<type>', 'type of target, such as aws-acm')
    .argument('[target]', 'id or name of a target of the file')
    .option('--format <format>', 'table, json, or a policy document such as iam-policy')
    .option('--minimal', 'leave optional permissions out')
    .option('-t, --target-file <file>', 'narrow the policy down to a target of this file');
  withJsonOption(command)
    .addHelpText('after', EXAMPLES)
    .action(async (type: string, target: string | undefined, flags: PermissionsFlags) => {
      const { permissions } = await import('../actions/permissions.js');
      await permissions(type, target, flags, context);
    });
}
