import type { Command } from 'commander';

/** Files with what is to be deployed. A passphrase is never a word of the command line: others can read those. */
export interface MaterialFlags {
  readonly cert: string;
  readonly chain?: string;
  readonly key: string;
  readonly passphraseFile?: string;
  readonly previousKey?: string;
  readonly previousPassphraseFile?: string;
  readonly takeOver?: string;
}

export function withMaterialOptions(command: Command): Command {
  return command
    .optionsGroup('Material (PEM; - for standard input, once):')
    .requiredOption('--cert <file>', 'the leaf, or the leaf with its chain, in any order')
    .option('--chain <file>', 'the intermediates, in any order')
    .requiredOption('--key <file>', 'private key of the leaf')
    .option('--passphrase-file <file>', 'passphrase of the key; or CERTCTL_PASSPHRASE')
    .option('--previous-key <file>', 'private key of what is held now, so that it can be put back')
    .option('--previous-passphrase-file <file>', 'passphrase of the previous key')
    .option('--take-over <sha256>', 'overwrite this leaf for once, though it is not ours');
}
