import { CertctlError, type ErrorCode, isCertctlError } from '@certctl/plugin-api';

/** By class or code of https://www.postgresql.org/docs/current/errcodes-appendix.html, the longer first. */
const MEANING: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['53100', 'store_full'],
  // Too many connections, out of memory.
  ['53', 'store_busy'],
  // Lock not available; deadlock and serialization failure.
  ['55P03', 'store_busy'],
  ['40', 'store_busy'],
  // Data corrupted, index corrupted.
  ['XX001', 'store_corrupt'],
  ['XX002', 'store_corrupt'],
  // Read-only transaction; no such database, wrong password, no privilege; shutdown and connection failure.
  ['25006', 'store_unusable'],
  ['3D', 'store_unusable'],
  ['28', 'store_unusable'],
  ['42501', 'store_unusable'],
  ['57P', 'store_unusable'],
  ['58', 'store_unusable'],
  ['08', 'store_unusable'],
];
const WAITED = /timeout exceeded when trying to connect/;

/** An error of the driver as the coded one; anything else as it is. */
export function explainPostgres(error: unknown, where: string): unknown {
  if (isCertctlError(error) || !(error instanceof Error)) return error;
  const sqlState = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = MEANING.find(([prefix]) => sqlState.startsWith(prefix))?.[1];
  const code =
    known ?? (WAITED.test(error.message) ? 'store_busy' : isNetwork(error) ? 'store_unusable' : undefined);
  if (code === undefined) return error;
  return new CertctlError(code, `the store at ${where} failed${sqlState && ` (${sqlState})`}`, {
    ...(code === 'store_unusable'
      ? { remedy: 'Check that the server runs, and the host, database, user and password of the URL.' }
      : {}),
    cause: error,
  });
}

/** What Node says of a socket, or the driver of one that ended. */
function isNetwork(error: Error): boolean {
  return (
    'syscall' in error || /^Connection terminated/.test(error.message) || error instanceof AggregateError
  );
}
