import type { Acts, DeployRequest, RollbackRequest } from '@certctl/engine';
import { CertctlError } from '@certctl/plugin-api';
import type { Io } from '../io.js';
import type { MaterialFlags } from '../options/material-options.js';
import type { TargetFlags } from '../options/target-options.js';
import type { FoundTarget } from '../targets/find-target.js';
import { usageError } from '../usage-error.js';
import { leafOf } from './fingerprint-of.js';
import { readInput, readText } from './read-input.js';

/** Standard input may be meant for the targets too. */
type InputFlags = MaterialFlags & Pick<TargetFlags, 'targets'>;

export type MaterialRequest = Omit<DeployRequest, 'target'>;

/**
 * The material of one target: from the flags, or from the files that the file of targets names.
 * @throws CertctlError `usage`, `file_unreadable`, `material_too_large`
 */
export async function readMaterial(flags: InputFlags, found: FoundTarget, io: Io): Promise<MaterialRequest> {
  assertOneFromStdin(flags);
  const files = flags.cert === undefined && flags.key === undefined ? filesOf(found) : flags;
  const acts = actsOf(flags);
  return {
    ...(await readFiles({ ...files, ...withoutUndefined(flags) }, io)),
    ...(Object.keys(acts).length === 0 ? {} : { acts }),
  };
}

/**
 * What somebody gives who goes back: of what was held before, as far as no copy is kept.
 * @throws CertctlError `usage`, `file_unreadable`, `material_too_large`
 */
export async function readPrevious(
  flags: InputFlags,
  io: Io,
): Promise<Omit<RollbackRequest, 'target' | 'to' | 'actor' | 'signal'>> {
  assertOneFromStdin(flags);
  const acts = actsOf(flags);
  return {
    ...(await readPreviousFiles(flags, io)),
    ...(Object.keys(acts).length === 0 ? {} : { acts }),
  };
}

/** The material of a target of a fleet. @throws CertctlError `material_missing`, `file_unreadable` */
export async function readFleetMaterial(found: FoundTarget, io: Io): Promise<MaterialRequest> {
  const files = filesOf(found);
  if (files.cert === undefined) {
    throw new CertctlError('material_missing', `no certificate is named for the target ${found.target.id}`, {
      target: found.target.id,
    });
  }
  return readFiles(files, io);
}

function filesOf({ files }: FoundTarget): MaterialFlags {
  if (!files) return {};
  return withoutUndefined({
    cert: files.cert,
    chain: files.chain,
    key: files.key,
    passphraseFile: files.passphrase_file,
    previousKey: files.previous_key,
    previousPassphraseFile: files.previous_passphrase_file,
    previousChain: files.previous_chain,
  });
}

async function readFiles(files: MaterialFlags, io: Io): Promise<MaterialRequest> {
  for (const name of ['cert', 'key'] as const) {
    if (files[name] !== undefined) continue;
    throw usageError(
      `--${name} is missing`,
      'Give --cert and --key, or name the files under certificates in the file of targets.',
    );
  }
  const certificate = await readInput('--cert', files.cert ?? '', io);
  const chain = await optional('--chain', files.chain, io);
  const privateKey = await readInput('--key', files.key ?? '', io);
  const passphrase =
    (await passphraseOf('--passphrase-file', files.passphraseFile, io)) ??
    (io.env.CERTCTL_PASSPHRASE || undefined);
  return {
    certificate,
    privateKey,
    ...withoutUndefined({ chain, passphrase }),
    ...(await readPreviousFiles(files, io)),
  };
}

async function readPreviousFiles(
  files: MaterialFlags,
  io: Io,
): Promise<Pick<MaterialRequest, 'previousKey' | 'previousKeyPassphrase' | 'previousChain'>> {
  return withoutUndefined({
    previousKey: await optional('--previous-key', files.previousKey, io),
    previousKeyPassphrase: await passphraseOf('--previous-passphrase-file', files.previousPassphraseFile, io),
    previousChain: await optional('--previous-chain', files.previousChain, io),
  });
}

function actsOf({ takeOver, undelete }: MaterialFlags): Acts {
  return withoutUndefined({
    takeOver: takeOver === undefined ? undefined : leafOf('--take-over', takeOver),
    undelete,
  });
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(all: T): Defined<T> {
  // Only what is undefined is left out, so every entry that stays has its type.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Defined<T>;
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
    ['--previous-chain', flags.previousChain],
  ].flatMap(([name, file]) => (file === '-' ? [name] : []));
  if (wanting.length > 1)
    throw usageError(`only one of ${wanting.join(', ')} can be read from standard input`);
}

async function optional(what: string, file: string | undefined, io: Io): Promise<Uint8Array | undefined> {
  return file === undefined ? undefined : readInput(what, file, io);
}

/** The first line; editors put a line end behind it that is no part of the passphrase. */
export async function passphraseOf(
  what: string,
  file: string | undefined,
  io: Io,
): Promise<string | undefined> {
  return file === undefined ? undefined : (await readText(what, file, io)).split(/\r?\n/, 1)[0];
}
