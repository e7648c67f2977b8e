import { CertctlError } from '@certctl/plugin-api';
import { codeOf } from '../store/code-of.js';

/** What the system says of a file that a backup is written to, as the coded error; anything else as it is. */
export function explainFile(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new CertctlError('store_full', `the disk of ${file} has no room left`, { cause: error });
    case 'EEXIST':
      return new CertctlError('backup_exists', `${file} is there already`, { cause: error });
    default:
      return new CertctlError('store_unusable', `${file} cannot be written (${codeOf(error)})`, {
        remedy: 'Check the path, its folder and its permissions.',
        cause: error,
      });
  }
}
