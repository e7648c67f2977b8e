import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { currentAttempt } from '../../environment/current-attempt.js';
import type { Armed, FaultOrder, FaultShape, Impossible, Move } from '../../environment/fault.js';
import { FaultLine } from '../../environment/fault-line.js';
import type { WireRequest } from '../../environment/stage.js';
import type { FileCall, FileWatcher } from './watch-files.js';

interface Operation {
  readonly write?: true;
  readonly moves: readonly Move[];
  /** Calls that it may make: what is done beyond them was not declared. */
  readonly may: readonly FileCall[];
  /** The calls at one of which its faults are met. */
  readonly at: readonly FileCall[];
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'filesystem:Read': {
    moves: ['resolve', 'inspect', 'read', 'readKeyBack'],
    may: ['realpath', 'lstat', 'open', 'readlink'],
    at: ['realpath', 'lstat', 'open'],
  },
  'filesystem:Write': {
    write: true,
    moves: ['import'],
    may: ['lstat', 'open', 'readdir', 'rename', 'unlink', 'readlink'],
    at: ['rename'],
  },
  'filesystem:Remove': {
    write: true,
    moves: ['remove'],
    may: ['lstat', 'open', 'unlink', 'readlink'],
    at: ['unlink'],
  },
  'filesystem:List': { moves: ['discover'], may: ['realpath', 'readdir'], at: ['realpath', 'readdir'] },
  'filesystem:Reload': { write: true, moves: ['activate'], may: [], at: [] },
};

/** https://man7.org/linux/man-pages/man3/errno.3.html */
const ERRNO: Partial<Record<FaultShape, string>> = {
  '403': 'EACCES',
  '404': 'ENOENT',
  '409': 'EBUSY',
  '429': 'EMFILE',
  invalid: 'EROFS',
  '5xx': 'EIO',
  'lost-request': 'EIO',
};

const CANNOT: Partial<Record<FaultShape, string>> = {
  '401': 'a file system asks nobody who they are',
  '412': 'a file system takes no condition',
  '429-retry-after': 'a system that is out of file handles does not say until when',
  truncated: 'a file promises no length: half of one is all that there is',
  echo: 'a file system repeats nothing of what is written',
};

/** What a plugin does to a folder, told apart by its attempts, and made to fail. */
export class FolderWire implements FileWatcher {
  readonly requests: WireRequest[] = [];
  readonly #faults = new FaultLine();
  readonly #seen = new WeakMap<object, { shape: FaultShape | undefined; spent: boolean }>();
  readonly #hanging: ((error: Error) => void)[] = [];
  readonly #before = new Map<string, Buffer>();
  #startedAt = Date.now();

  arm(order: FaultOrder): Armed | Impossible {
    const cannot = CANNOT[order.shape];
    if (cannot !== undefined) return { impossible: cannot };
    const names = Object.entries(OPERATIONS)
      .filter(([name, { moves }]) =>
        'move' in order ? moves.includes(order.move) : name === order.operation,
      )
      .map(([name]) => name);
    return this.#faults.arm(order, names);
  }

  heal(): void {
    this.#faults.clear();
    for (const reject of this.#hanging.splice(0)) reject(new Error('the case has ended'));
  }

  reset(): void {
    this.heal();
    this.requests.length = 0;
    this.#before.clear();
    this.#startedAt = Date.now();
  }

  /** A command of the host, which the plugin asks for in an attempt of its own. */
  command(name: string, run: () => Promise<void>): Promise<void> {
    const shape = this.#meet('command', name);
    if (shape === '5xx' || shape === 'invalid') throw commandFailed();
    return shape === undefined ? run() : this.#strike(shape, run);
  }

  async through<T>(call: FileCall, path: string, work: () => Promise<T>): Promise<T> {
    const shape = this.#meet(call, path);
    return shape === undefined ? work() : this.#strike(shape, work);
  }

  content(call: 'readFile' | 'writeFile', path: string, bytes: Buffer): Buffer {
    const attempt = currentAttempt();
    const shape = attempt && this.#seen.get(attempt)?.shape;
    const before = this.#before.get(path);
    // A copy: who reads a key wipes what was read.
    return shape === 'stale-read' && call === 'readFile' && before !== undefined
      ? Buffer.from(before)
      : bytes;
  }

  /** Notes the request that a call belongs to, and gives the fault that is to be met at this very call. */
  #meet(call: FileCall | 'command', path: string): FaultShape | undefined {
    const attempt = currentAttempt();
    const kind = attempt && OPERATIONS[attempt.operation];
    if (call === 'rename') this.#keep(path);
    if (!attempt || !kind) {
      this.#note(undefined, kind, `${call} ${basename(path)}, outside of any attempt`);
      return undefined;
    }
    let seen = this.#seen.get(attempt);
    if (!seen) {
      seen = { shape: this.#faults.strike({ name: attempt.operation }), spent: false };
      this.#seen.set(attempt, seen);
      this.#note(attempt.operation, kind, `${call} ${basename(path)}`, seen.shape);
    }
    if (call !== 'command' && !kind.may.includes(call)) {
      this.#note(undefined, kind, `${call} ${basename(path)}, which is no part of ${attempt.operation}`);
    }
    const isHere = call === 'command' || kind.at.includes(call);
    if (!isHere || seen.spent) return undefined;
    if (seen.shape === 'stale-read') return undefined;
    seen.spent = true;
    return seen.shape;
  }

  async #strike<T>(shape: FaultShape, work: () => Promise<T>): Promise<T> {
    const code = ERRNO[shape];
    if (code !== undefined) throw Object.assign(new Error(`${code}: a fault of the test`), { code });
    if (shape === 'slow') await new Promise((resolve) => setTimeout(resolve, 60));
    if (shape === 'timeout-before-effect') return this.#hang();
    const result = await work();
    if (shape === 'lost-answer') throw Object.assign(new Error('EIO: a fault of the test'), { code: 'EIO' });
    if (shape === 'timeout-after-effect') {
      // Nobody will be given what was opened, and so nobody would close it.
      if (isHandle(result)) await result.close();
      return this.#hang();
    }
    return result;
  }

  #hang(): Promise<never> {
    return new Promise<never>((_, reject) => this.#hanging.push(reject));
  }

  /** What a file holds before another is renamed over it. Files of one case have names of their own. */
  #keep(temporary: string): void {
    const folder = temporary.slice(0, -basename(temporary).length);
    for (const name of this.#files(folder)) this.#before.set(folder + name, readFileSync(folder + name));
  }

  #files: (folder: string) => readonly string[] = () => [];

  /** Tells which files of a folder are the plugin's own places. */
  places(list: (folder: string) => readonly string[]): void {
    this.#files = list;
  }

  #note(operation: string | undefined, kind: Operation | undefined, what: string, shape?: FaultShape): void {
    this.requests.push({
      operations: operation === undefined ? [] : [operation],
      write: kind?.write === true,
      moves: operation === undefined ? [] : (kind?.moves ?? []),
      exchange: {
        atMs: Date.now() - this.#startedAt,
        operation: operation ?? 'not declared',
        request: what,
        answer: shape ?? 'done',
      },
    });
  }
}

function commandFailed(): Error {
  return Object.assign(new Error('the command ended with 1'), { code: 'CommandFailed', exitCode: 1 });
}

function isHandle(value: unknown): value is { close(): Promise<void> } {
  return typeof value === 'object' && value !== null && 'close' in value;
}
