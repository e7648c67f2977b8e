import { basename, dirname, join } from 'node:path';
import {
  type Call,
  CertctlError,
  type Commands,
  type Discovered,
  type Finding,
  type Held,
  type Imported,
  type ImportRequest,
  isFailure,
  type KeyReadBack,
  type Observation,
  type Place,
  type RecoveryInput,
  type RecoveryStep,
  type ResolveInput,
  type ReviewInput,
  type Store,
} from '@certctl/plugin-api';
import { type Access, accessFor, attributesOf } from './access.js';
import { bundleOf, certificatesIn, keyIn } from './bundle.js';
import type { capabilities } from './capabilities.js';
import { attempt } from './classify.js';
import type { FilesystemConfig, FilesystemScope } from './config.js';
import { discover } from './discover.js';
import type { FileOperations } from './file-operations.js';
import { lookAtFile, orAbsent, readWhole } from './look-at-file.js';
import { READ, RELOAD, REMOVE, WRITE } from './permissions.js';
import { placeOf } from './place.js';
import { recoveryCommands } from './recovery-commands.js';
import { removeFile, replaceFile } from './replace-file.js';
import { review } from './review.js';

/** The moves on files. Long-lived: one instance for each mode, owner and group. */
export class FilesystemStore implements Store<FilesystemConfig, typeof capabilities> {
  readonly #access: Access;
  readonly #commands: Commands;
  readonly #files: FileOperations;

  constructor(access: Access, commands: Commands, files: FileOperations) {
    this.#access = access;
    this.#commands = commands;
    this.#files = files;
  }

  /** Two spellings of one directory meet in its real path; the file itself may not be a link, and need not exist. */
  async resolve({ config }: ResolveInput<FilesystemConfig>, call: Call): Promise<Place> {
    const { path } = config;
    try {
      return await attempt(call, READ, async () => {
        const real = join(await this.#files.realpath(dirname(path)), basename(path));
        return placeOf(real, (await this.#files.lstat(real).catch(orAbsent)) !== undefined);
      });
    } catch (error) {
      if (!isFailure(error, 'absent')) throw error;
      throw new CertctlError('address_mismatch', `The directory of ${path} does not exist.`, {
        remedy: `Correct the path, or make the directory, with the owner and mode that it shall have.`,
        cause: error,
      });
    }
  }

  async inspect(place: Place, call: Call): Promise<Observation> {
    const file = await this.#read(place, call);
    if (file === 'absent') return { state: 'absent' };
    const { bytes, stats } = file;
    try {
      return {
        state: 'present',
        ...heldIn(bytes, place),
        attributes: attributesOf(stats),
        importedAt: Math.trunc(stats.mtimeMs),
      };
    } finally {
      bytes.fill(0);
    }
  }

  /** A file has one revision, so every revision that is asked for is the latest. */
  async read(
    place: Place,
    _at: 'latest' | { readonly revision: string },
    call: Call,
  ): Promise<Held | 'absent'> {
    const file = await this.#read(place, call);
    if (file === 'absent') return 'absent';
    try {
      return heldIn(file.bytes, place);
    } finally {
      file.bytes.fill(0);
    }
  }

  review(input: ReviewInput<FilesystemConfig>): readonly Finding[] {
    return review(input, this.#access, this.#commands.names());
  }

  /** With attributes it is the previous file that is put back, with the mode and the owner that it had. */
  async import(
    place: Place,
    { material, attributes, replaces }: ImportRequest<FilesystemConfig>,
    call: Call,
  ): Promise<Imported> {
    const access = attributes ? accessFor(attributes) : accessFor(replaces, this.#access);
    await attempt(call, WRITE, async (signal) => {
      await lookAtFile(place.address, this.#files);
      const content = bundleOf(material);
      try {
        await replaceFile(place.address, content, access, this.#files, signal);
      } finally {
        content.fill(0);
      }
    });
    return { place: placeOf(place.address, true) };
  }

  async activate(_place: Place, { reload }: FilesystemConfig, call: Call): Promise<void> {
    if (reload === undefined) return;
    await attempt(call, RELOAD, (signal) => this.#commands.run(reload, signal));
  }

  async readKeyBack(
    place: Place,
    _revision: string | undefined,
    call: Call,
  ): Promise<KeyReadBack | undefined> {
    const file = await this.#read(place, call);
    if (file === 'absent') return undefined;
    try {
      const { leaf, chain } = certificatesIn(file.bytes, place.address);
      const key = keyIn(file.bytes, leaf);
      if ('privateKey' in key) return { privateKey: key.privateKey, chain: chain.map(({ der }) => der) };
      call.logger.warn('the key of the present bundle cannot be read back', { path: place.address, ...key });
      return undefined;
    } finally {
      file.bytes.fill(0);
    }
  }

  async remove(place: Place, call: Call): Promise<void> {
    await attempt(call, REMOVE, async () => {
      await lookAtFile(place.address, this.#files);
      await removeFile(place.address, this.#files);
    });
  }

  discover(scope: FilesystemScope, call: Call): AsyncIterable<Discovered> {
    return discover(scope, this.#files, call);
  }

  recoveryCommands(input: RecoveryInput<FilesystemConfig>): readonly RecoveryStep[] {
    return recoveryCommands(input);
  }

  async close(): Promise<void> {}

  #read(place: Place, call: Call) {
    return attempt(call, READ, async () =>
      (await lookAtFile(place.address, this.#files)) === undefined
        ? ('absent' as const)
        : await readWhole(place.address, this.#files),
    );
  }
}

function heldIn(bytes: Uint8Array, { address }: Place): Held {
  const { leaf, chain } = certificatesIn(bytes, address);
  return { leaf: leaf.der, chain: chain.map(({ der }) => der) };
}
