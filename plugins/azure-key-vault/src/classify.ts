import type { FailureClass, ServiceFailure } from '@certctl/plugin-api';

/**
 * By the innermost code that the service gives: the outer one is often no more than the status in words.
 * https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
 */
const CLASS_OF: Readonly<Record<string, FailureClass>> = {
  CertificateNotFound: 'absent',
  SecretNotFound: 'absent',
  DeletedCertificateNotFound: 'absent',
  ObjectIsDeletedButRecoverable: 'conflict',
  ObjectIsBeingDeleted: 'conflict',
  ObjectIsBeingRecovered: 'conflict',
  Throttled: 'throttled',
  // Of the SDK's challenge handling and of ours: nothing was sent but the question.
  ChallengeRefused: 'refused',
  TenantMismatch: 'refused',
  CredentialUnavailableError: 'refused',
  AggregateAuthenticationError: 'refused',
};

/** Inner codes of a 403 that a role or an access policy cures. Others, such as a firewall, it does not. */
const PERMISSION = new Set(['ForbiddenByRbac', 'AccessDenied', 'ForbiddenByPolicy']);
const NO_PERMISSION = new Set([
  'ForbiddenByFirewall',
  'ForbiddenByConnection',
  'SecretDisabled',
  'CertificateDisabled',
]);
/** Older answers have no inner code. */
const NO_PERMISSION_TEXT = /client address|firewall|public network access|private link|disabled/i;

/** MSAL's words for a network or an authority that cannot be reached, inside an error about authentication. */
const UNREACHED = /network_error|endpoints_resolution_error|openid_config_error|ECONNRE|ENOTFOUND|ETIMEDOUT/;

/**
 * What an error of the Azure SDK may hold. Only these fields are read: the error also refers to the request,
 * which holds the private key.
 */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly details?: { readonly error?: ServiceErrorBody };
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

interface ServiceErrorBody {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly innerError?: ServiceErrorBody;
  /** As it is on the wire. */
  readonly innererror?: ServiceErrorBody;
}

/** Sorts what the Azure SDK for JavaScript throws. Copies fields; keeps no reference to the error. */
export function classify(error: unknown): ServiceFailure {
  // Every property is read as unknown or checked before use, so the shape is a wish and not a claim.
  const thrown: Thrown = typeof error === 'object' && error !== null ? (error as Thrown) : { message: error };
  const status = typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
  const inner = innerCode(thrown.details?.error);
  const message = messageOf(thrown, status);
  const named = nameOf(thrown);
  const code = inner ?? text(thrown.details?.error?.code) ?? codeOf(thrown, named, status);
  const requestId = header(thrown, 'x-ms-request-id');
  const retryAfterMs = retryAfter(thrown);
  const sorted = classOf(thrown, { named, code, status, message });
  return {
    class: sorted,
    code,
    message,
    ...(isPermission(thrown, status, inner, message) ? { permission: true } : {}),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

interface Read {
  readonly named: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly message: string;
}

function classOf(thrown: Thrown, { named, code, status, message }: Read): FailureClass {
  if (named === 'AuthenticationError' || named === 'AuthenticationRequiredError') {
    if (status === 429) return 'throttled';
    return (status !== undefined && status >= 500) || UNREACHED.test(message) ? 'broken' : 'refused';
  }
  // An authority that could not be looked up is told in the words of one that is not there.
  if (named === 'CredentialUnavailableError' && UNREACHED.test(message)) return 'broken';
  const known = CLASS_OF[code];
  if (known !== undefined) return known;
  if (status === 429) return 'throttled';
  if (status === 401) return 'refused';
  // Not an answer of the vault: a proxy's page, whatever its status is.
  if (text(thrown.details?.error?.code) === undefined) return 'broken';
  if (status === 404) return 'absent';
  if (status === 409) return 'conflict';
  return status !== undefined && status >= 400 && status < 500 && status !== 408 ? 'refused' : 'broken';
}

/** The deepest code, which says the most. The SDK spells the field with a capital, the wire without. */
function innerCode(body: ServiceErrorBody | undefined): string | undefined {
  let code: string | undefined;
  let at = body?.innerError ?? body?.innererror;
  for (let depth = 0; at !== undefined && at !== null && depth < 5; depth++) {
    code = text(at.code) ?? code;
    at = at.innerError ?? at.innererror;
  }
  return code;
}

function isPermission(
  thrown: Thrown,
  status: number | undefined,
  inner: string | undefined,
  message: string,
): boolean {
  if (status !== 403 || text(thrown.details?.error?.code) === undefined) return false;
  if (inner !== undefined && (PERMISSION.has(inner) || NO_PERMISSION.has(inner)))
    return PERMISSION.has(inner);
  return !NO_PERMISSION_TEXT.test(message);
}

/** What a managed identity was refused for, among what its answer left out: `Timestamp: Not Available`, and so on. */
const IDENTITY = / - Description: (.+?)(?: - Correlation ID:|$)/;

const CHALLENGE = /challenge resource|challenge authorization URI/i;

function nameOf(thrown: Thrown): string {
  // The SDK throws a plain Error, with advice to switch the check off.
  if (CHALLENGE.test(String(thrown.message))) return 'ChallengeRefused';
  return text(thrown.name) ?? 'unknown';
}

/** Node's errors carry what happened in `code` (ECONNRESET); those of the identity have a name of their own. */
function codeOf({ code }: Thrown, named: string, status: number | undefined): string {
  if (named !== 'RestError' && named !== 'Error') return named;
  return text(code) ?? (status === undefined ? named : `HTTP ${status}`);
}

function messageOf(thrown: Thrown, status: number | undefined): string {
  if (nameOf(thrown) === 'ChallengeRefused' && thrown.name === 'Error') {
    return 'The vault asks for a token for another resource than its own.';
  }
  const own = text(thrown.details?.error?.message);
  if (own !== undefined) return own;
  // The SDK quotes a body that it cannot parse, and MSAL what the authority answered.
  const said = text(thrown.message)?.split('\n')[0] ?? 'no message';
  if (thrown.code === 'PARSE_ERROR' || /parsing the response body|<html|<!doctype/i.test(said)) {
    return `The answer${status === undefined ? '' : ` (HTTP ${status})`} is not one of Key Vault.`;
  }
  return (IDENTITY.exec(said)?.[1] ?? said).slice(0, 500);
}

/** Milliseconds first, as the SDK does it; then RFC 9110, 10.2.3: seconds, or a date. */
function retryAfter(thrown: Thrown): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const milliseconds = header(thrown, name);
    if (milliseconds !== undefined && /^\d+$/.test(milliseconds)) return Number(milliseconds);
  }
  const value = header(thrown, 'retry-after');
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const [until, now] = [Date.parse(value), Date.parse(header(thrown, 'date') ?? '')];
  return Number.isNaN(until - now) ? undefined : Math.max(0, until - now);
}

function header({ response }: Thrown, name: string): string | undefined {
  const { headers } = response ?? {};
  return typeof headers?.get === 'function' ? headers.get(name) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
