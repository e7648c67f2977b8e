import { type FileOperations, fileOperations } from './file-operations.js';

/** Every operation that an import makes, in its order: those of the directory, and those of the new file. */
export const STEPS = [
  'lstat directory',
  'lstat file',
  'open directory',
  'readdir directory',
  'open temporary',
  'chown temporary',
  'chmod temporary',
  'writeFile temporary',
  'sync temporary',
  'close temporary',
  'rename temporary',
  'sync directory',
  'close directory',
] as const;

export type Step = (typeof STEPS)[number];

/**
 * The real operations, each of which is announced before it is done.
 * @param before may throw, or end the process
 * @param directory that counts as `directory`; whatever ends in .tmp is `temporary`, the rest `file`
 */
export function observedOperations(directory: string, before: (step: string) => void): FileOperations {
  const kindOf = (path: string) =>
    path === directory ? 'directory' : path.endsWith('.tmp') ? 'temporary' : 'file';
  const observe = <T extends object>(target: T, kind: string | undefined): T =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name, object);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          const what = kind ?? kindOf(String(args[0]));
          const begun = async () => {
            // A close that fails has closed all the same (close(2)).
            if (name !== 'close') before(`${String(name)} ${what}`);
            const result: unknown = await Reflect.apply(member, object, args);
            if (name === 'close') before(`close ${what}`);
            return name === 'open' && typeof result === 'object' && result !== null
              ? observe(result, what)
              : result;
          };
          return begun();
        };
      },
    });
  return observe({ ...fileOperations }, undefined);
}

function errno(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** The real operations, one of which fails each time. */
export function failingAt(directory: string, step: Step, code: string): FileOperations {
  return observedOperations(directory, (now) => {
    if (now === step) throw errno(code);
  });
}
