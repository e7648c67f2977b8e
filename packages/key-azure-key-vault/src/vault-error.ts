import { CertctlError, ERROR_CODES, type ErrorCode } from '@certctl/plugin-api';

type KeyCode = Extract<ErrorCode, `key_encryption_key_${'wrong' | 'unreachable' | 'refused'}`>;

/** MSAL's words for a network or an authority that cannot be reached, inside an error about authentication. */
const UNREACHED = /network_error|endpoints_resolution_error|openid_config_error|ECONNRE|ENOTFOUND|ETIMEDOUT/;

/** 32 bytes in base64: a service may quote the request, and the request holds a key. */
const KEY_BYTES = /[A-Za-z0-9+/_-]{43,}={0,2}/g;

/** What an error of the Azure SDK may hold. Only these fields are read: the error also refers to the request. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly details?: { readonly error?: ServiceErrorBody };
}

interface ServiceErrorBody {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly innerError?: ServiceErrorBody;
  /** As it is on the wire. */
  readonly innererror?: ServiceErrorBody;
}

/** What the SDK throws, as an error that says what is still possible. Keeps no reference to it. */
export function vaultError(error: unknown, key: string, operation: string): CertctlError {
  // Every property is read as unknown or checked before use, so the shape is a wish and not a claim.
  const thrown: Thrown = typeof error === 'object' && error !== null ? (error as Thrown) : { message: error };
  const body = thrown.details?.error;
  const outer = text(body?.code);
  const inner = text((body?.innerError ?? body?.innererror)?.code);
  const status = typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
  const name = inner ?? outer ?? nameOf(thrown);
  const said = (text(body?.message) ?? text(thrown.message) ?? 'no message')
    .split('\n')[0]
    ?.replace(KEY_BYTES, '[encoded bytes removed]');
  const code = codeOf(thrown, { outer, status, operation });
  return new CertctlError(code, `${operation} with ${key} failed: ${name}: ${said}`, {
    operation,
    remedy: [cure(name, key, operation), ERROR_CODES[code].remedy].filter(Boolean).join(' '),
  });
}

interface Read {
  readonly outer: string | undefined;
  readonly status: number | undefined;
  readonly operation: string;
}

function codeOf(thrown: Thrown, { outer, status, operation }: Read): KeyCode {
  const name = text(thrown.name) ?? '';
  const message = text(thrown.message) ?? '';
  if (/^(AuthenticationError|AuthenticationRequiredError|AggregateAuthenticationError)$/.test(name)) {
    const later = status === 429 || (status !== undefined && status >= 500) || UNREACHED.test(message);
    return later ? 'key_encryption_key_unreachable' : 'key_encryption_key_refused';
  }
  if (name === 'CredentialUnavailableError' || /challenge resource|authorization URI/i.test(message)) {
    return 'key_encryption_key_refused';
  }
  if (status === 401) return 'key_encryption_key_refused';
  // Not an answer of the vault: a page of a proxy, whatever its status is, or none at all.
  if (outer === undefined || status === undefined) return 'key_encryption_key_unreachable';
  if (status === 429 || status === 408 || status >= 500) return 'key_encryption_key_unreachable';
  // What this key did not wrap is a wrong parameter to the service.
  return status === 400 && operation === OPERATIONS.unwrap
    ? 'key_encryption_key_wrong'
    : 'key_encryption_key_refused';
}

/** Data actions of a role, as they are granted. */
export const OPERATIONS = {
  read: 'keys/read',
  wrap: 'keys/wrap/action',
  unwrap: 'keys/unwrap/action',
} as const;

function cure(name: string, key: string, operation: string): string {
  switch (name) {
    case 'ForbiddenByRbac':
    case 'AccessDenied':
    case 'ForbiddenByPolicy':
      return `Grant Microsoft.KeyVault/vaults/${operation}, or the permission of an access policy, on ${key}.`;
    case 'KeyDisabled':
      return `Enable it: az keyvault key set-attributes --enabled true --id ${key}.`;
    case 'KeyNotFound':
      return 'If it was deleted, recover it: az keyvault key recover.';
    case 'ForbiddenByFirewall':
    case 'ForbiddenByConnection':
      return 'Let this host through the firewall of the vault.';
    case 'CredentialUnavailableError':
      return 'Give credentials by which the SDK finds an identity.';
    default:
      return '';
  }
}

function nameOf(thrown: Thrown): string {
  const name = text(thrown.name) ?? 'unknown';
  return name === 'RestError' || name === 'Error' ? (text(thrown.code) ?? name) : name;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
