import type { KeepMode } from '@certctl/engine';
import { type Command, Option } from 'commander';

/** As in the engine, which is not loaded for a line of help. */
const KEEP_MODES: readonly KeepMode[] = ['sealed', 'caller', 'off'];

/** Files with what is to be deployed. A passphrase is never a word of the command line: others can read those. */
export interface MaterialFlags {
  readonly cert?: string;
  readonly chain?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly previousKey?: string;
  readonly previousPassphraseFile?: string;
  readonly previousChain?: string;
  readonly takeOver?: string;
  readonly undelete?: string;
  readonly keep?: KeepMode;
}

export function withMaterialOptions(command: Command): Command {
  return command
    .optionsGroup('Material, in PEM; - for standard input, once:')
    .option('--cert <file>', 'the leaf, or with its chain; else that of the file of targets')
    .option('--chain <file>', 'the intermediates, in any order')
    .option('--key <file>', 'private key of the leaf')
    .option('--passphrase-file <file>', 'passphrase of the key; or CERTCTL_PASSPHRASE')
    .option('--previous-key <file>', 'private key of what is held now, so that it can be put back')
    .option('--previous-passphrase-file <file>', 'passphrase of the previous key')
    .option('--previous-chain <file>', 'chain of what is held now, where the service does not show it')
    .optionsGroup('Acts, for this one deploy:')
    .option('--take-over <sha256>', 'overwrite this leaf for once, though it is not ours')
    .option('--undelete <deletion>', 'recover the deleted name, as the plan names the deletion')
    .addOption(
      new Option('--keep <mode>', 'whose affair the keys are, instead of what the target says').choices(
        KEEP_MODES,
      ),
    );
}
