import type { FleetFlags } from '../options/fleet-options.js';
import type { MaterialFlags } from '../options/material-options.js';
import { usageError } from '../usage-error.js';

/** Flags that mean one target or one certificate. */
const OF_ONE = {
  cert: '--cert',
  chain: '--chain',
  key: '--key',
  passphraseFile: '--passphrase-file',
  previousKey: '--previous-key',
  previousPassphraseFile: '--previous-passphrase-file',
  previousChain: '--previous-chain',
  takeOver: '--take-over',
  undelete: '--undelete',
} as const satisfies Record<Exclude<keyof MaterialFlags, 'keep'>, string>;

export function isFleet({ all, selector }: FleetFlags): boolean {
  return all === true || selector !== undefined;
}

/** @throws CertctlError `usage` for words that mean one target, beside `--all` or `-l` */
export function assertFleetWords(word: string | undefined, flags: MaterialFlags): void {
  if (word !== undefined) {
    throw usageError(`the target ${JSON.stringify(word)} cannot be combined with --all or -l`, 'Use -l id=…');
  }
  const given = Object.entries(OF_ONE).flatMap(([name, flag]) => (name in flags ? [flag] : []));
  if (given.length === 0) return;
  throw usageError(
    `${given.join(', ')} cannot be combined with --all or -l`,
    given.includes('--take-over')
      ? 'To take over what a plan has shown, use --take-over-planned with the JSON of plan --all.'
      : 'Name files under certificates in the file of targets; acts are for one target.',
  );
}
