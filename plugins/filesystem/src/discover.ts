import type { Dirent, Stats } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';
import {
  type Call,
  CertctlError,
  type Discovered,
  isCertctlError,
  isFailure,
  type JsonObject,
} from '@certctl/plugin-api';
import { octal } from './access.js';
import { certificatesIn, keyIn } from './bundle.js';
import { attempt } from './classify.js';
import { type FilesystemScope, isMode } from './config.js';
import type { FileOperations } from './file-operations.js';
import { readWhole } from './look-at-file.js';
import { LIST, READ } from './permissions.js';
import { placeOf } from './place.js';

const EXTENSIONS = new Set(['.pem', '.crt', '.cer', '.cert', '.bundle']);

/**
 * The bundles in a directory, in the order of their paths. Never writes.
 *
 * A link to a file is read where it stays inside the directory, and is never usable: an import would have to
 * replace the link or the file, and only its owner knows which. Links to directories are not followed.
 */
export async function* discover(
  scope: FilesystemScope,
  files: FileOperations,
  call: Call,
): AsyncGenerator<Discovered> {
  const root = await attempt(call, LIST, () => files.realpath(scope.directory)).catch((error: unknown) => {
    throw isFailure(error, 'absent') ? notThere(error) : error;
  });
  yield* new Walk(root, scope.recursive, files, call).in(root);
}

/** No target is looked at here, so there is no address to check. */
function notThere(error: CertctlError): CertctlError {
  const { code, message, failure } = error;
  const remedy = 'Name a directory that is there.';
  return new CertctlError(code, message, {
    operation: LIST,
    remedy,
    cause: error,
    ...(failure ? { failure } : {}),
  });
}

class Walk {
  readonly #root: string;
  readonly #recursive: boolean;
  readonly #files: FileOperations;
  readonly #call: Call;

  constructor(root: string, recursive: boolean, files: FileOperations, call: Call) {
    this.#root = root;
    this.#recursive = recursive;
    this.#files = files;
    this.#call = call;
  }

  async *in(directory: string): AsyncGenerator<Discovered> {
    let entries: readonly Dirent[];
    try {
      entries = await attempt(this.#call, LIST, () =>
        this.#files.readdir(directory, { withFileTypes: true }),
      );
    } catch (error) {
      if (directory === this.#root || !isFailure(error, 'refused', 'absent', 'broken', 'throttled'))
        throw error;
      yield { ...this.#unread(directory), trouble: error.message };
      return;
    }
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      // Hidden files are no bundles of anybody's, ours that a killed run left among them.
      if (entry.name.startsWith('.')) continue;
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (this.#recursive) yield* this.in(path);
      } else if (EXTENSIONS.has(extname(entry.name).toLowerCase())) {
        const found = entry.isSymbolicLink() ? await this.#link(path) : await this.#file(path, path);
        if (found !== undefined) yield found;
      }
    }
  }

  async #link(path: string): Promise<Discovered | undefined> {
    let target: string;
    let stats: Stats;
    try {
      [target, stats] = await attempt(this.#call, READ, async () => {
        const real = await this.#files.realpath(path);
        return [real, await this.#files.lstat(real)];
      });
    } catch (error) {
      if (!isFailure(error, 'refused', 'absent', 'broken', 'throttled')) throw error;
      return { ...this.#unread(path), trouble: error.message };
    }
    if (stats.isDirectory()) return undefined;
    const unusable = `It is a symbolic link to ${target}; a target names the file itself.`;
    if (!target.startsWith(this.#root === sep ? sep : `${this.#root}${sep}`)) {
      return { ...this.#unread(path), unusable };
    }
    const found = await this.#file(target, path);
    return found && { ...found, unusable };
  }

  /** @param read the file; `path` is what it was found as */
  async #file(read: string, path: string): Promise<Discovered | undefined> {
    try {
      const { bytes, stats } = await attempt(this.#call, READ, () => readWhole(read, this.#files));
      try {
        return this.#bundle(bytes, stats, path);
      } finally {
        bytes.fill(0);
      }
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      // No certificate in it: a key alone, parameters, DER.
      if (error.code === 'material_empty' || error.code === 'material_not_pem') return undefined;
      if (
        error.code !== 'certificate_unreadable' &&
        !isFailure(error, 'refused', 'absent', 'broken', 'throttled')
      )
        throw error;
      return { ...this.#unread(path), trouble: error.message };
    }
  }

  #bundle(bytes: Uint8Array, stats: Stats, path: string): Discovered | undefined {
    const { leaf, chain } = certificatesIn(bytes, path);
    const key = keyIn(bytes, leaf);
    if ('privateKey' in key) key.privateKey.destroy();
    // Trusted roots, or a chain in a file of its own.
    else if (leaf.isCa) return undefined;
    return {
      ...this.#unread(path),
      config: configOf(path, stats),
      held: { leaf: leaf.der, chain: chain.map(({ der }) => der) },
      ...('why' in key ? { unusable: key.why } : {}),
    };
  }

  #unread(path: string): Discovered {
    return {
      place: placeOf(path, true),
      name: relative(this.#root, path) || basename(path),
      config: { path },
      held: {},
    };
  }
}

/** A target that renews it as it is. A mode that lets others read the key is not carried on. */
function configOf(path: string, { mode, uid, gid }: Stats): JsonObject {
  const bits = octal(mode);
  return { path, ...(isMode(bits) ? { mode: bits } : {}), owner: String(uid), group: String(gid) };
}
