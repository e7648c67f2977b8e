import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';

export type KeyActFlags = TargetFlags & SessionFlags & { readonly leaf?: string };

const DESTROY = `
Examples:
  $ certctl keys destroy web -f targets.yaml
  $ certctl keys destroy web -f targets.yaml --leaf 3A:…:0F
  $ certctl keys destroy --leaf 3A:…:0F        wherever it is kept

Destroyed for good: what was kept cannot be put back any more. What is in service is not
touched, and the record of whose leaf it was stays.
Exit codes: 0 destroyed, 4 no such key is kept, 1 error.
`;

const COMPROMISE = `
Examples:
  $ certctl keys compromise web -f targets.yaml     the certificate that web holds now
  $ certctl keys compromise --leaf 3A:…:0F

A compromised certificate is never put back, nor deployed again, nor is another one of its
key, where the target named it; its kept keys are destroyed. What is in service is not
touched: deploy a certificate with a new key. The mark is not taken away.
Exit codes: 0 marked, 4 nothing is held, 1 error.
`;

/** Acts on kept keys, beside a deploy. */
export function declareKeyActs(keys: Command, context: Context): void {
  withSessionOptions(withTargetOptions(keys.command('list').description('what is kept of a target'))).action(
    async (target: string | undefined, flags: KeyActFlags) => {
      const { listKeys } = await import('../actions/list-keys.js');
      await listKeys(target, flags, context);
    },
  );
  withLeaf(keys.command('destroy').description('destroy kept keys, for good'))
    .addHelpText('after', DESTROY)
    .action(async (target: string | undefined, flags: KeyActFlags) => {
      const { destroyKeys } = await import('../actions/destroy-keys.js');
      await destroyKeys(target, flags, context);
    });
  withLeaf(keys.command('compromise').description('never restore or deploy a certificate again'))
    .addHelpText('after', COMPROMISE)
    .action(async (target: string | undefined, flags: KeyActFlags) => {
      const { compromise } = await import('../actions/compromise.js');
      await compromise(target, flags, context);
    });
}

function withLeaf(command: Command): Command {
  return withSessionOptions(
    withTargetOptions(command).optionsGroup('Leaf:').option('--leaf <sha256>', 'of this SHA-256'),
  );
}
