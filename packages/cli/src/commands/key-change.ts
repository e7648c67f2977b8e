import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';

export type RotateFlags = SessionFlags & {
  readonly toKeyFile?: string;
  readonly toKms?: string;
  readonly toVaultKey?: string;
};
export type AbandonFlags = SessionFlags & { readonly yes?: true };

const ROTATE = `
Examples:
  $ certctl keys rotate --to-key-file /etc/certctl/new-key
  $ certctl keys rotate --to-kms arn:aws:kms:eu-west-1:123456789012:alias/certctl
  $ certctl keys rotate --to-vault-key https://my-vault.vault.azure.net/keys/certctl

Every kept key is wrapped by the other key-encryption key, or none is; killed in between,
the old one holds. The present one is that of CERTCTL_KEY_FILE, CERTCTL_KEY,
CERTCTL_KMS_KEY or CERTCTL_VAULT_KEY; afterwards set the variable to the new one, here and
for every process on the same data folder: with the old one they are refused.
`;

const ABANDON = `
The way on when the key-encryption key is lost for good, which this does not need. What was
kept cannot be put back any more; deploys work, and what they send is kept under the key
that is given next. Without --yes it only counts.
`;

/** Acts on the key-encryption key. */
export function declareKeyChange(keys: Command, context: Context): void {
  withSessionOptions(
    keys
      .command('rotate')
      .description('seal all kept keys with another key-encryption key')
      .optionsGroup('The other key, one of:')
      .option('--to-key-file <file>', 'a file, made when it is missing')
      .option('--to-kms <arn>', 'a key of AWS KMS, or an alias of one')
      .option('--to-vault-key <url>', 'a key of Azure Key Vault'),
  )
    .addHelpText('after', ROTATE)
    .action(async (flags: RotateFlags) => {
      const { rotateKeys } = await import('../actions/rotate-keys.js');
      await rotateKeys(flags, context);
    });
  withSessionOptions(
    keys
      .command('abandon')
      .description('give up all kept keys, because their key-encryption key is lost')
      .option('--yes', 'destroy them'),
  )
    .addHelpText('after', ABANDON)
    .action(async (flags: AbandonFlags) => {
      const { abandonKeys } = await import('../actions/abandon-keys.js');
      await abandonKeys(flags, context);
    });
}
