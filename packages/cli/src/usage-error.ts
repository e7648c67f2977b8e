import { CertctlError } from '@certctl/plugin-api';

/** Wrong words on the command line. The message says which; the remedy what to write instead. */
export function usageError(message: string, remedy?: string): CertctlError {
  return new CertctlError('usage', message, remedy === undefined ? {} : { remedy });
}
