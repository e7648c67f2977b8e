import type { FailureClass, ServiceFailure } from '@certctl/plugin-api';

/**
 * By name and never by status: ACM throttles with HTTP 400.
 * https://docs.aws.amazon.com/acm/latest/APIReference/CommonErrors.html
 */
const CLASS_OF: Readonly<Record<string, FailureClass>> = {
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  ThrottledException: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  BandwidthLimitExceeded: 'throttled',
  PriorRequestNotComplete: 'throttled',
  SlowDown: 'throttled',
  ResourceNotFoundException: 'absent',
  ConflictException: 'conflict',
  ResourceInUseException: 'conflict',
  RequestInProgressException: 'conflict',
  // A quota on the number of certificates. The SDK takes the name for throttling; it does not refill.
  LimitExceededException: 'refused',
  // Thrown before anything is sent: there are no credentials to sign with.
  CredentialsProviderError: 'refused',
  TokenProviderError: 'refused',
  ProviderError: 'refused',
  RequestTimeout: 'broken',
  RequestTimeoutException: 'broken',
  IDPCommunicationError: 'broken',
};

const PERMISSION = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

/** Of use to a person with a debugger in the SDK, and to nobody else. */
const SDK_HINT = /\s*Deserialization error: to see the raw response.*$/s;

/**
 * What an error of the AWS SDK may hold. Only these fields are read: the error also refers to the response
 * and, through it, to a request that holds the private key.
 */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Sorts what the AWS SDK for JavaScript v3 throws. Copies fields; keeps no reference to the error. */
export function classify(error: unknown): ServiceFailure {
  // Every property is read as unknown or checked before use, so the shape is a wish and not a claim.
  const thrown: Thrown = typeof error === 'object' && error !== null ? (error as Thrown) : { message: error };
  const name = text(thrown.name);
  const status = thrown.$metadata?.httpStatusCode;
  const requestId = thrown.$metadata?.requestId;
  const retryAfterMs = retryAfter(thrown.$response?.headers);
  return {
    class: classOf(name, status),
    code: codeOf(name, text(thrown.code)),
    message: text(thrown.message)?.replace(SDK_HINT, '') ?? 'no message',
    ...(name !== undefined && PERMISSION.has(name) ? { permission: true } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function classOf(name: string | undefined, status: number | undefined): FailureClass {
  if (name !== undefined && PERMISSION.has(name)) return 'refused';
  const known = name === undefined ? undefined : CLASS_OF[name];
  if (known !== undefined) return known;
  // A body that did not parse (a proxy's page) has the name of the parser's error, whatever the status.
  if (name === undefined || name === 'Error' || name === 'SyntaxError' || name === 'TypeError')
    return 'broken';
  if (status === 429) return 'throttled';
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) return 'refused';
  return 'broken';
}

/** Node's errors carry what happened in `code` (ECONNRESET) under the name `Error`. */
function codeOf(name: string | undefined, code: string | undefined): string {
  if (code !== undefined && (name === undefined || name === 'Error' || name === 'TimeoutError')) return code;
  return name ?? 'unknown';
}

/** `Retry-After` in seconds, RFC 9110, 10.2.3 (AWS sends no dates), or AWS's own header in milliseconds. */
function retryAfter(headers: Readonly<Record<string, string>> | undefined): number | undefined {
  if (!headers) return undefined;
  const header = (wanted: string) =>
    Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
  const milliseconds = header('x-amz-retry-after');
  if (milliseconds !== undefined && /^\d+$/.test(milliseconds)) return Number(milliseconds);
  const seconds = header('retry-after');
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
