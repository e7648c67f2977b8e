import { CertctlError, type ErrorCode, isCertctlError } from '@certctl/plugin-api';

/** What a plugin or a service of the engine threw, as the error that the engine returns. */
export function asCertctlError(error: unknown, code: ErrorCode, target: string): CertctlError {
  if (isCertctlError(error)) return error;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CertctlError(code, message, { target, cause: error });
}
