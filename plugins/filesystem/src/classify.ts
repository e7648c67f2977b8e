import {
  type Call,
  CertctlError,
  type FailureClass,
  isCertctlError,
  type ServiceFailure,
} from '@certctl/plugin-api';

interface Meaning {
  readonly class: FailureClass;
  readonly permission?: true;
  readonly remedy?: string;
  /** The same deploy may succeed later. */
  readonly later?: true;
}

const PERMISSION: Meaning = {
  class: 'refused',
  permission: true,
  remedy: `Let the user that certctl runs as read and write the directory and the file. Only root may give a file to another owner: otherwise set owner and group to that user's own.`,
};
const FULL: Meaning = {
  class: 'refused',
  remedy: 'Free some space, or raise the quota, and deploy again. The file is as it was.',
  later: true,
};
const NOT_A_PATH: Meaning = {
  class: 'refused',
  remedy: 'Correct the path of the target: something on the way to the file is not a directory.',
};
const EXHAUSTED: Meaning = { class: 'throttled', remedy: 'Raise the limit on open files (ulimit -n).' };

/**
 * What failed operations mean, by the code of the error (errno(3)). A write that was refused left the file as it
 * was, because nothing but the rename touches it; what is not known here is `broken`, and is looked at.
 */
const MEANING: Readonly<Record<string, Meaning>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EROFS: {
    class: 'refused',
    remedy: 'Mount the file system so that it can be written, or name another path.',
  },
  EISDIR: NOT_A_PATH,
  ENOTDIR: NOT_A_PATH,
  ELOOP: NOT_A_PATH,
  ENAMETOOLONG: NOT_A_PATH,
  EXDEV: { class: 'refused', remedy: 'Name a path whose file and directory are on one file system.' },
  ENOENT: { class: 'absent' },
  EBUSY: {
    class: 'conflict',
    remedy: 'A file that is a mount point cannot be replaced: mount its directory.',
  },
  EMFILE: EXHAUSTED,
  ENFILE: EXHAUSTED,
  SymbolicLink: {
    class: 'refused',
    remedy: 'Name the file that the link points to, or put a file in the place of the link.',
  },
  NotAFile: { class: 'refused', remedy: 'Name a file.' },
  TooLarge: { class: 'refused', remedy: 'Name the file of one certificate.' },
  OpenDirectory: {
    class: 'refused',
    remedy: 'Take the right to write from others (chmod o-w), or name a path in another directory.',
  },
  UnknownCommand: { class: 'refused', remedy: 'List the command in the settings of the host.' },
  CommandFailed: {
    class: 'refused',
    remedy: 'Run the command by hand to see what it says. Its output is not read.',
  },
};

/** Sorts what the file system, and the commands of the host, throw. */
export function classify(error: unknown): ServiceFailure {
  const { code, message } = fieldsOf(error);
  const meaning = MEANING[code];
  return {
    class: meaning?.class ?? 'broken',
    code,
    message,
    ...(meaning?.permission ? { permission: true } : {}),
  };
}

function fieldsOf(error: unknown): { readonly code: string; readonly message: string } {
  // Not everything that can be thrown has a text.
  if (!(error instanceof Error))
    return { code: 'unknown', message: typeof error === 'string' ? error : 'no error' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  // Node writes the code into the message too, and it is shown beside it.
  return { code, message: error.message.replace(`${code}: `, '') };
}

/** One attempt; a failure whose code says what to do leaves with that for its remedy. */
export async function attempt<T>(
  call: Call,
  operation: string,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await call.attempt(operation, send);
  } catch (error) {
    if (!isCertctlError(error) || error.failure === undefined) throw error;
    const { remedy, later } = MEANING[error.failure.code] ?? {};
    if (remedy === undefined) throw error;
    throw new CertctlError(error.code, error.message, {
      operation,
      remedy,
      retryable: later ?? error.retryable,
      failure: error.failure,
      cause: error,
      ...(error.target === undefined ? {} : { target: error.target }),
    });
  }
}
