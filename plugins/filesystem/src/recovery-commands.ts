import { dirname, join } from 'node:path';
import { type RecoveryInput, type RecoveryStep, shellLine } from '@certctl/plugin-api';
import type { FilesystemConfig } from './config.js';

/** What a person types to put a known good bundle back. */
export function recoveryCommands({
  config: { mode, owner, group, reload },
  place: { address },
}: RecoveryInput<FilesystemConfig>): readonly RecoveryStep[] {
  // Beside the file and not over it: install writes in place, and a reader could see half a bundle.
  const beside = join(dirname(address), '.certctl-recovery.tmp');
  const install = shellLine(
    ...['install', '-m', mode],
    ...(owner === undefined ? [] : ['-o', owner]),
    ...(group === undefined ? [] : ['-g', group]),
    ...['known-good.pem', beside],
  );
  return [
    {
      why: 'See that the known good bundle (private key, leaf and chain in one file) is the one that is meant.',
      command: shellLine('openssl', 'x509', '-in', 'known-good.pem', ...SHOWN),
    },
    {
      why: 'Put it in the place of the file, at once.',
      command: `${install} && ${shellLine('mv', '-f', beside, address)}`,
    },
    {
      why:
        reload === undefined
          ? 'See that it is there. The consumers serve what they read last: reload them by hand.'
          : `See that it is there. The consumers serve what they read last: run the command that the settings of the host list as ${reload}.`,
      command: shellLine('openssl', 'x509', '-in', address, ...SHOWN),
    },
  ];
}

const SHOWN = ['-noout', '-subject', '-serial', '-enddate'] as const;
