import { posix } from 'node:path';
import { z } from 'zod';

/** Reading by the owner, reading by the group, writing by both; nothing for others, nothing executable. */
const MODE = /^0?[46][046]0$/;

const path = (what: string) =>
  z
    .string()
    .superRefine((text, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', message });
      if (!posix.isAbsolute(text)) refuse('must be absolute, and begin with /');
      // Offline, two targets are known for one by their spelling alone.
      else if (posix.normalize(text) !== text || (text.length > 1 && text.endsWith('/'))) {
        refuse(`must be written without ., .., // and a slash at its end: ${posix.resolve(text)}`);
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a path
      if (/[\u0000-\u001f\u007f]/.test(text)) refuse('must not hold control characters');
    })
    .describe(what);

const account = (what: string) =>
  z
    .string('must be a text; put a number in quotes')
    .regex(/^(?:\d{1,10}|[A-Za-z_][\w.-]*\$?)$/, 'must be a name, or a number')
    .describe(what)
    .optional();

/** Configuration of a target of type `Filesystem`. */
export const filesystemConfig = z.strictObject({
  path: path(
    'Absolute path of the bundle: private key, leaf and chain in one file. Its directory must exist; the file need not.',
  ).refine((text) => text !== '/', 'must be a file'),
  mode: z
    .string('must be a text; put it in quotes, such as "0640"')
    .regex(MODE, 'must be 0400, 0440, 0600, 0640 or 0660: others may not read a private key')
    .default('0600')
    .describe('Permissions of the file, octal, in quotes.'),
  owner: account(
    'User that the file shall belong to: a name of /etc/passwd, or an id. Left out: the owner of the file that is replaced, or else the user that certctl runs as.',
  ),
  group: account(
    'Group of the file: a name of /etc/group, or an id. Left out: that of the file that is replaced, or else that of certctl.',
  ),
  reload: z
    .string()
    .regex(/^[\w.-]+$/, 'must be the name of a command, without arguments')
    .describe(
      'Name of the command, listed in the settings of the host, that makes the consumers read the file again. It is run without a shell.',
    )
    .optional(),
});

/** Where a discovery looks. */
export const filesystemScope = z.strictObject({
  directory: path('Absolute path of the directory to look in.'),
  recursive: z.boolean().default(true).describe('Whether to look in the directories below it too.'),
});

export type FilesystemConfig = z.output<typeof filesystemConfig>;
export type FilesystemScope = z.output<typeof filesystemScope>;

/**
 * The part of a configuration that a store is opened with. Names of users are looked up then, so that one that
 * does not exist is known before anything is planned.
 */
export type FilesystemConnection = {
  readonly mode: string;
  readonly owner?: string;
  readonly group?: string;
};

export function connectionOf({ mode, owner, group }: FilesystemConfig): FilesystemConnection {
  // 640 and 0640 are one mode.
  return {
    mode: mode.padStart(4, '0'),
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
  };
}

/** A discovery writes nothing. */
export function connectionOfScope(): FilesystemConnection {
  return { mode: '0600' };
}

/** Whether a target may ask for this mode. */
export function isMode(text: string): boolean {
  return MODE.test(text);
}
