import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type FleetFlags, withFleetOptions } from '../options/fleet-options.js';
import { type MaterialFlags, withMaterialOptions } from '../options/material-options.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';

export type PlanFlags = TargetFlags & MaterialFlags & FleetFlags & SessionFlags;

const EXAMPLES = `
Examples:
  $ certctl plan web -f targets.yaml --cert fullchain.pem --key privkey.pem
  $ certctl plan web -f targets.yaml --cert web.crt --key web.key --json
  $ certctl plan --all -f targets.yaml -l env=prod,team!=web

Nothing is written.
Exit codes: 0 nothing to do, 2 changes are waiting, 3 refused, 1 error.
Of several the gravest: an error, then a refusal, then changes.
`;

export function declarePlan(program: Command, context: Context): void {
  const command = program.command('plan').description('say what deploy would do, and what speaks against it');
  withSessionOptions(withFleetOptions(withMaterialOptions(withTargetOptions(command))))
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: PlanFlags) => {
      const { plan } = await import('../actions/plan.js');
      await plan(target, flags, context);
    });
}
