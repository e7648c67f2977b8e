import { type Dirent, promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

/** One call of the system on files, by the name of node:fs/promises. */
export type FileCall = 'realpath' | 'lstat' | 'readdir' | 'rename' | 'unlink' | 'open' | 'readlink';

/** Whoever watches a folder. */
export interface FileWatcher {
  /** Around each call. @param path the first that it names */
  through<T>(call: FileCall, path: string, work: () => Promise<T>): Promise<T>;
  /** What a read gives, or a write is given. */
  content(call: 'readFile' | 'writeFile', path: string, bytes: Buffer): Buffer;
}

const watchers = new Map<string, FileWatcher>();
const real = { ...promises };
let watching = false;

/** Has every call on what lies in a folder go through the watcher. @returns what ends it */
export function watchFolder(folder: string, watcher: FileWatcher): () => void {
  watchers.set(folder, watcher);
  watch();
  return () => watchers.delete(folder);
}

function watcherOf(path: unknown): FileWatcher | undefined {
  const text = String(path);
  return watchers.get(text) ?? watchers.get(dirname(text));
}

/**
 * Stands under what the process knows as node:fs/promises: a plugin asks for files there, wherever it was loaded
 * from, and is not changed for it.
 */
function watch(): void {
  if (watching) return;
  watching = true;
  const through =
    <A extends readonly unknown[], R>(call: FileCall, work: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      const watcher = watcherOf(args[0]);
      return watcher === undefined
        ? work(...args)
        : watcher.through(call, String(args[0]), () => work(...args));
    };
  Object.assign(promises, {
    realpath: through('realpath', real.realpath),
    lstat: through('lstat', real.lstat),
    readlink: through('readlink', real.readlink),
    // One of its many signatures is enough to hand the arguments on.
    readdir: through('readdir', real.readdir as (...args: readonly unknown[]) => Promise<Dirent[]>),
    rename: through('rename', real.rename),
    unlink: through('unlink', real.unlink),
    open: through('open', async (...args: Parameters<typeof real.open>) =>
      observed(await real.open(...args), String(args[0])),
    ),
  });
  syncBuiltinESMExports();
}

function observed(handle: FileHandle, path: string): FileHandle {
  const watcher = watcherOf(path);
  if (watcher === undefined) return handle;
  return new Proxy(handle, {
    get(target, name) {
      if (name === 'readFile') return async () => watcher.content('readFile', path, await target.readFile());
      if (name === 'writeFile') {
        return (bytes: Uint8Array) =>
          target.writeFile(watcher.content('writeFile', path, Buffer.from(bytes)));
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
