import type { FailureClass, ServiceFailure } from '@certctl/plugin-api';

/**
 * What every service may answer. By name and never by status: AWS throttles with HTTP 400.
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

/**
 * Sorts what the AWS SDK for JavaScript v3 throws, and what Node does for a connection. Copies fields; keeps no
 * reference to the error.
 *
 * @param own what the errors of one service mean, by their names, beside those that all services have
 */
export function awsClassifier(
  own: Readonly<Record<string, FailureClass>>,
): (error: unknown) => ServiceFailure {
  const known = { ...CLASS_OF, ...own };
  return (error) => classify(error, known);
}

type Classes = Readonly<Record<string, FailureClass>>;

function classify(error: unknown, known: Classes): ServiceFailure {
  // Every property is read as unknown or checked before use, so the shape is a wish and not a claim.
  const thrown: Thrown = typeof error === 'object' && error !== null ? (error as Thrown) : { message: error };
  const name = text(thrown.name);
  const status = thrown.$metadata?.httpStatusCode;
  const requestId = thrown.$metadata?.requestId;
  const retryAfterMs = retryAfter(thrown.$response?.headers);
  const message = text(thrown.message)?.replace(SDK_HINT, '') ?? 'no message';
  return {
    class: classOf({ name, status, message }, known),
    code: codeOf(name, text(thrown.code)),
    message,
    ...(name !== undefined && PERMISSION.has(name) ? { permission: true } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

interface Said {
  readonly name: string | undefined;
  readonly status: number | undefined;
  readonly message: string;
}

function classOf({ name, status, message }: Said, known: Classes): FailureClass {
  if (name !== undefined && PERMISSION.has(name)) return 'refused';
  const sorted = name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
  if (sorted !== undefined) return sorted;
  // In these words AWS throttles under whatever name.
  if (message.startsWith('Rate exceeded')) return 'throttled';
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
