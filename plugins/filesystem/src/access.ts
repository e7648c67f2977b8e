import type { Stats } from 'node:fs';
import { CertctlError, type JsonObject } from '@certctl/plugin-api';
import type { FilesystemConnection } from './config.js';
import type { FileOperations } from './file-operations.js';
import { orAbsent } from './look-at-file.js';

/** Who may do what with a file. Without an owner or group the one of the file that is replaced is kept. */
export interface Access {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** @throws CertctlError `target_invalid` for a name that this machine does not know */
export async function accessOf(
  { mode, owner, group }: FilesystemConnection,
  files: Pick<FileOperations, 'readFile'>,
): Promise<Access> {
  return {
    mode: Number.parseInt(mode, 8),
    ...(owner === undefined ? {} : { uid: await idOf(owner, 'user', '/etc/passwd', files) }),
    ...(group === undefined ? {} : { gid: await idOf(group, 'group', '/etc/group', files) }),
  };
}

/**
 * Node does not ask the system's directory of names, and a program that does is not the same everywhere. So
 * local names are read from their file, in which name and id are fields 1 and 3 (passwd(5), group(5)), and
 * whoever has the others in a directory service gives the id.
 */
async function idOf(
  name: string,
  kind: 'user' | 'group',
  table: string,
  files: Pick<FileOperations, 'readFile'>,
): Promise<number> {
  if (/^\d+$/.test(name)) return Number(name);
  const rows = ((await files.readFile(table, 'utf8').catch(orAbsent)) ?? '')
    .split('\n')
    .map((line) => line.split(':'));
  const id = rows.find(([first]) => first === name)?.[2];
  if (id !== undefined && /^\d+$/.test(id)) return Number(id);
  const question = kind === 'user' ? `id -u ${name}` : `getent group ${name}`;
  throw new CertctlError('target_invalid', `There is no ${kind} ${name} in ${table}.`, {
    remedy: `Correct the name. If it comes from a directory service, give its number instead: ${question}`,
  });
}

/** The access of a file as attributes, which come back with the certificate on a rollback. */
export function attributesOf({ mode, uid, gid, nlink }: Stats): JsonObject {
  return { mode: octal(mode), uid, gid, links: nlink };
}

/** @param wanted undefined when a certificate is put back: then it is exactly what the attributes say */
export function accessFor(attributes: JsonObject | undefined, wanted?: Access): Access {
  const { mode, uid, gid } = attributes ?? {};
  return {
    mode: 0o600,
    ...(typeof mode === 'string' ? { mode: Number.parseInt(mode, 8) } : {}),
    ...(typeof uid === 'number' ? { uid } : {}),
    ...(typeof gid === 'number' ? { gid } : {}),
    ...wanted,
  };
}

/** The permission bits, as `stat` prints them. */
export function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
