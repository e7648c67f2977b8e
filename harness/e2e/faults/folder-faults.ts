import { AsyncLocalStorage } from 'node:async_hooks';
import { type Dirent, promises, readFileSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import type { FaultSlug } from './fault-kinds.js';

/** What the plugin does at this moment, as it calls it (`filesystem:Write`), and the fault that this meets. */
interface Attempt {
  readonly operation: string;
  readonly fault: FaultSlug | undefined;
  readonly folder: FolderFaults;
  readonly onContent: (isAfterAnother: boolean) => void;
}

const attempts = new AsyncLocalStorage<Attempt>();

/** The one call of the system in an operation at which its faults are met. */
const AT: Readonly<Record<string, readonly string[]>> = {
  'filesystem:Read': ['realpath', 'lstat file', 'open file'],
  'filesystem:Write': ['rename'],
  'filesystem:Remove': ['unlink'],
  'filesystem:List': ['realpath', 'readdir'],
};

const ERRNO: Partial<Record<FaultSlug, string>> = {
  '403': 'EACCES',
  '404': 'ENOENT',
  '409': 'EBUSY',
  '429': 'EMFILE',
  '429-for-good': 'EMFILE',
  '5xx': 'EIO',
  '5xx-for-good': 'EIO',
};

/** The fault that the operation which runs now is to meet. */
export function faultNow(): FaultSlug | undefined {
  return attempts.getStore()?.fault;
}

/** The faults of one directory, at what the system does there. */
export class FolderFaults {
  readonly #hanging: ((error: Error) => void)[] = [];
  /** What the file held before it was last replaced. */
  before: string | undefined;
  /** How often a content was given or taken that was not the right one. */
  changed = 0;

  constructor(
    readonly path: string,
    readonly file: string,
    private readonly foreign: string,
  ) {
    folders.set(path, this);
    watchFiles();
  }

  /** Runs an operation of the plugin with the fault that it is to meet. */
  during<T>(attempt: Omit<Attempt, 'folder'>, work: () => Promise<T>): Promise<T> {
    return attempts.run({ ...attempt, folder: this }, work);
  }

  /** One call of the system, with what is to go wrong at it. */
  async through<T>(call: string, path: string, work: () => Promise<T>): Promise<T> {
    const attempt = attempts.getStore();
    const step = call === 'lstat' || call === 'open' ? `${call} ${this.#kindOf(path)}` : call;
    if (call === 'rename') this.before = this.#text();
    const isHere = attempt?.folder === this && (AT[attempt.operation]?.includes(step) ?? false);
    if (!isHere || attempt.fault === undefined) return work();
    return this.strike(attempt.fault, work);
  }

  /** Does the work as the fault has it. */
  async strike<T>(fault: FaultSlug, work: () => Promise<T>): Promise<T> {
    const code = ERRNO[fault];
    if (code !== undefined) throw Object.assign(new Error(`${code}: a fault`), { code });
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 60));
    if (fault === 'timeout-after-effect') {
      const result = await work().catch(() => undefined);
      // Nobody will be given what was opened, and so nobody would close it.
      if (isHandle(result)) await result.close();
      return new Promise<never>((_, reject) => this.#hanging.push(reject));
    }
    const result = await work();
    if (fault === 'second-writer') writeFileSync(this.file, this.foreign, { mode: 0o600 });
    return result;
  }

  /** What a read gives, and a write is given, under the fault of its operation. */
  content(call: 'readFile' | 'writeFile', bytes: Buffer): Buffer {
    const { fault, folder, onContent } = attempts.getStore() ?? {};
    onContent?.(call === 'readFile' && this.before !== undefined);
    const other = folder === this ? this.#contentUnder(fault, call, bytes) : undefined;
    if (other !== undefined) this.changed += 1;
    return other ?? bytes;
  }

  #contentUnder(
    fault: FaultSlug | undefined,
    call: 'readFile' | 'writeFile',
    bytes: Buffer,
  ): Buffer | undefined {
    if (fault === 'truncated') return bytes.subarray(0, Math.floor(bytes.length / 2));
    if (fault === 'stale-read' && call === 'readFile' && this.before !== undefined)
      return Buffer.from(this.before);
    return fault === 'wrong-serial' && call === 'writeFile' ? Buffer.from(this.foreign) : undefined;
  }

  close(): void {
    folders.delete(this.path);
    for (const reject of this.#hanging) reject(new Error('the scene has ended'));
  }

  #kindOf(path: string): 'directory' | 'file' | 'temporary' {
    if (path === this.path) return 'directory';
    return path === this.file ? 'file' : 'temporary';
  }

  #text(): string | undefined {
    try {
      return readFileSync(this.file, 'utf8');
    } catch {
      return undefined;
    }
  }
}

const folders = new Map<string, FolderFaults>();
const real = { ...promises };
let watching = false;

function folderOf(path: unknown): FolderFaults | undefined {
  const text = String(path);
  return folders.get(text) ?? folders.get(dirname(text));
}

/**
 * Puts the faults under what the process knows as node:fs/promises: the plugin asks for files there and nowhere
 * else, and is not changed for it.
 */
function watchFiles(): void {
  if (watching) return;
  watching = true;
  const through =
    <A extends readonly unknown[], R>(call: string, work: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      const [path] = args;
      const folder = folderOf(path);
      return folder === undefined ? work(...args) : folder.through(call, String(path), () => work(...args));
    };
  Object.assign(promises, {
    realpath: through('realpath', real.realpath),
    lstat: through('lstat', real.lstat),
    readdir: through('readdir', real.readdir as (...args: readonly unknown[]) => Promise<Dirent[]>),
    rename: through('rename', real.rename),
    unlink: through('unlink', real.unlink),
    open: through('open', async (...args: Parameters<typeof real.open>) =>
      observed(await real.open(...args), folderOf(args[0])),
    ),
  });
  syncBuiltinESMExports();
}

function observed(handle: FileHandle, folder: FolderFaults | undefined): FileHandle {
  if (folder === undefined) return handle;
  return new Proxy(handle, {
    get(target, name) {
      if (name === 'readFile') return async () => folder.content('readFile', await target.readFile());
      if (name === 'writeFile')
        return (bytes: Uint8Array) => target.writeFile(folder.content('writeFile', Buffer.from(bytes)));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function isHandle(value: unknown): value is Pick<FileHandle, 'close'> {
  return typeof value === 'object' && value !== null && 'close' in value;
}
