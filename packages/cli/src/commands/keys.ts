import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type SessionFlags, withSessionOptions } from '../options/session-options.js';
import { type TargetFlags, withTargetOptions } from '../options/target-options.js';
import { declareKeyActs } from './key-acts.js';
import { declareKeyChange } from './key-change.js';

export type AdoptFlags = TargetFlags &
  SessionFlags & { readonly key: string; readonly chain?: string; readonly passphraseFile?: string };

const EXAMPLES = `
Examples:
  $ certctl keys adopt web -f targets.yaml --key /etc/ssl/private/web.key
  $ certctl keys adopt shop -f targets.yaml --key shop.key --chain fullchain.pem

The key is matched with the certificate that is held now, and sealed, so that the first
deploy can be taken back. Nothing is written to the service, and nothing becomes ours.
Exit codes: 0 sealed, 3 the key is another one's, 4 nothing is held, 1 error.
`;

export function declareKeys(program: Command, context: Context): void {
  const keys = program.command('keys').description('kept private keys').helpCommand(false);
  const adopt = keys.command('adopt').description('seal the key of what is held now');
  withSessionOptions(
    withTargetOptions(adopt)
      .optionsGroup('Material (PEM):')
      .requiredOption('--key <file>', 'private key of the certificate that is held now')
      .option('--chain <file>', 'its chain, where the service does not show it; the leaf may be in it')
      .option('--passphrase-file <file>', 'passphrase of the key; or CERTCTL_PASSPHRASE'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: AdoptFlags) => {
      const { adoptKey } = await import('../actions/adopt-key.js');
      await adoptKey(target, flags, context);
    });
  declareKeyActs(keys, context);
  declareKeyChange(keys, context);
}
