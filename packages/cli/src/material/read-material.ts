import type { DeployRequest } from '@certctl/engine';
import type { Io } from '../io.js';
import type { MaterialFlags } from '../options/material-options.js';
import type { TargetFlags } from '../options/target-options.js';
import { usageError } from '../usage-error.js';
import { readInput, readText } from './read-input.js';

/** Standard input may be meant for the targets too. */
type InputFlags = MaterialFlags & Pick<TargetFlags, 'targets'>;

const SHA256 = /^[0-9a-f]{64}$/;

/** @throws CertctlError `usage`, `file_unreadable`, `material_too_large` */
export async function readMaterial(flags: InputFlags, io: Io): Promise<Omit<DeployRequest, 'target'>> {
  assertOneFromStdin(flags);
  const certificate = await readInput('--cert', flags.cert, io);
  const chain = await optional('--chain', flags.chain, io);
  const privateKey = await readInput('--key', flags.key, io);
  const previousKey = await optional('--previous-key', flags.previousKey, io);
  const passphrase =
    (await passphraseOf('--passphrase-file', flags.passphraseFile, io)) ??
    (io.env.CERTCTL_PASSPHRASE || undefined);
  const previousKeyPassphrase = await passphraseOf(
    '--previous-passphrase-file',
    flags.previousPassphraseFile,
    io,
  );
  return {
    certificate,
    privateKey,
    ...(chain === undefined ? {} : { chain }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(previousKey === undefined ? {} : { previousKey }),
    ...(previousKeyPassphrase === undefined ? {} : { previousKeyPassphrase }),
    ...(flags.takeOver === undefined ? {} : { acts: { takeOver: fingerprintOf(flags.takeOver) } }),
  };
}

function assertOneFromStdin(flags: InputFlags): void {
  const wanting = [
    ['--targets', flags.targets],
    ['--cert', flags.cert],
    ['--chain', flags.chain],
    ['--key', flags.key],
    ['--passphrase-file', flags.passphraseFile],
    ['--previous-key', flags.previousKey],
    ['--previous-passphrase-file', flags.previousPassphraseFile],
  ].flatMap(([name, file]) => (file === '-' ? [name] : []));
  if (wanting.length > 1)
    throw usageError(`only one of ${wanting.join(', ')} can be read from standard input`);
}

async function optional(what: string, file: string | undefined, io: Io): Promise<Uint8Array | undefined> {
  return file === undefined ? undefined : readInput(what, file, io);
}

/** The first line; editors put a line end behind it that is no part of the passphrase. */
async function passphraseOf(what: string, file: string | undefined, io: Io): Promise<string | undefined> {
  return file === undefined ? undefined : (await readText(what, file, io)).split(/\r?\n/, 1)[0];
}

/** With or without colons, in capitals or not: as openssl, browsers and our own findings print it. */
function fingerprintOf(text: string): string {
  const plain = text.replaceAll(':', '').toLowerCase();
  if (!SHA256.test(plain)) {
    throw usageError(
      `--take-over ${JSON.stringify(text)} is not a SHA-256 fingerprint`,
      'It is 64 hexadecimal digits, with or without colons; certctl show prints that of the held leaf.',
    );
  }
  return plain;
}
