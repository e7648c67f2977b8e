import type { FailureClass, ServiceFailure } from '@certctl/plugin-api';
import { AcmeCloudError } from './acme-cloud-api.js';

/**
 * What each code of the service means for what happens next. Only what the service itself says is absent is
 * absent: a 404 without its code may be a proxy's.
 */
// Yours: the codes of the service, with a link to the document that lists them.
const CLASS_OF: Readonly<Record<string, FailureClass>> = {
  CertificateNotFound: 'absent',
  GatewayNotFound: 'absent',
  OperationInProgress: 'conflict',
  CertificateInUse: 'conflict',
  TooManyRequests: 'throttled',
  Unauthenticated: 'refused',
  Forbidden: 'refused',
  QuotaExceeded: 'refused',
  InvalidRequest: 'refused',
  InvalidCertificate: 'refused',
  KeyMismatch: 'refused',
  UnsupportedKey: 'refused',
};

/** Codes that another grant to the caller cures. */
const PERMISSION = new Set(['Forbidden']);

/** Sorts whatever is thrown while a request is sent. Reads fields, and keeps no reference to the error. */
export function classify(error: unknown): ServiceFailure {
  if (error instanceof AcmeCloudError) return ofService(error);
  if (!(error instanceof Error)) return { class: 'broken', code: 'unknown', message: 'no error was thrown' };
  // No usable answer: a reset, a name that is not known, JSON that breaks off. Of a write nobody knows what it did.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { class: 'broken', code, message: error.message };
}

function ofService({ status, code, message, requestId, retryAfterMs }: AcmeCloudError): ServiceFailure {
  return {
    class: classOf(status, code),
    code: code ?? `HTTP ${status}`,
    message,
    status,
    ...(code !== undefined && PERMISSION.has(code) ? { permission: true } : {}),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function classOf(status: number, code: string | undefined): FailureClass {
  const known = code === undefined ? undefined : CLASS_OF[code];
  if (known !== undefined) return known;
  if (status === 429) return 'throttled';
  // A code that is new to us, with a status of the client: the service has read the request, and said no.
  return code !== undefined && status >= 400 && status < 500 ? 'refused' : 'broken';
}
