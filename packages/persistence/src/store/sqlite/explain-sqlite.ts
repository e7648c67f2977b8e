import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { CertctlError } from '@certctl/plugin-api';
import { sqliteCode } from './while-busy.js';

/** Less than this and SQLite cannot add a page to its log. */
const NOTHING_LEFT = 128 * 1024;

/** An error of SQLite as the coded one; anything else as it is. https://www.sqlite.org/rescode.html */
export function explainSqlite(error: unknown, file: string): unknown {
  const code = sqliteCode(error) ?? (isConnectionFailure(error) ? 'SQLITE_CANTOPEN' : undefined);
  const primary = code?.split('_')[1];
  const options = { cause: error };
  switch (primary) {
    case 'BUSY':
    case 'LOCKED':
      return new CertctlError('store_busy', `another process holds ${file}`, options);
    case 'FULL':
      return new CertctlError('store_full', `the disk of ${file} has no room left`, options);
    case 'CORRUPT':
    case 'NOTADB':
      return new CertctlError('store_corrupt', `${file} is damaged (${code})`, options);
    case 'IOERR':
      // Growing the shared index fails with this on a full disk.
      return leftOf(file) < NOTHING_LEFT
        ? new CertctlError('store_full', `the disk of ${file} has no room left (${code})`, options)
        : new CertctlError('store_unusable', `${file} cannot be read or written (${code})`, options);
    case 'READONLY':
    case 'CANTOPEN':
    case 'PERM':
    case 'AUTH':
      return new CertctlError('store_unusable', `${file} cannot be opened for writing (${code})`, options);
    default:
      return error;
  }
}

/** The driver's own error for a file that it cannot open has no code of SQLite. */
function isConnectionFailure(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('ConnectionFailed');
}

function leftOf(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}
