import type { Command } from 'commander';
import type { Context } from '../context.js';
import type { MaterialFlags } from '../options/material-options.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';

export type RollbackFlags = TargetFlags &
  Pick<MaterialFlags, 'previousKey' | 'previousPassphraseFile' | 'previousChain' | 'takeOver' | 'undelete'> &
  SessionFlags & { readonly to?: string };

const EXAMPLES = `
Examples:
  $ certctl rollback web -f targets.yaml
  $ certctl history web
  $ certctl rollback web -f targets.yaml --to 0f9d2c1a

Brings back what was held before the last deploy, or what that deployment brought, with its
own key, and proves it. The target is then on hold: what it was rolled back from is refused,
until a newer certificate comes, or certctl release.
Exit codes: those of certctl deploy.
`;

export function declareRollback(program: Command, context: Context): void {
  const command = program
    .command('rollback')
    .description('bring an earlier certificate back, with its own key, and prove it');
  withSessionOptions(
    withTargetOptions(command)
      .optionsGroup('What to go back to:')
      .option('--to <deployment>', 'the certificate of this deployment, or the beginning of its id')
      .option('--previous-key <file>', 'its private key, when none is kept')
      .option('--previous-passphrase-file <file>', 'passphrase of that key')
      .option('--previous-chain <file>', 'its chain, when none is kept')
      .optionsGroup('Acts, for this once:')
      .option('--take-over <sha256>', 'overwrite this leaf for once, though it is not ours')
      .option('--undelete <deletion>', 'recover the deleted name, as the plan names the deletion'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: RollbackFlags) => {
      const { rollback } = await import('../actions/rollback.js');
      await rollback(target, flags, context);
    });
}
