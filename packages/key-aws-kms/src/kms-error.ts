import { CertctlError, ERROR_CODES, type ErrorCode } from '@certctl/plugin-api';

type KeyCode = Extract<ErrorCode, `key_encryption_key_${'wrong' | 'unreachable' | 'refused'}`>;

/**
 * By name and never by status: KMS throttles with HTTP 400.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors
 */
const CODE_OF: Readonly<Record<string, KeyCode>> = {
  InvalidCiphertextException: 'key_encryption_key_wrong',
  IncorrectKeyException: 'key_encryption_key_wrong',
  ThrottlingException: 'key_encryption_key_unreachable',
  LimitExceededException: 'key_encryption_key_unreachable',
  DependencyTimeoutException: 'key_encryption_key_unreachable',
  KeyUnavailableException: 'key_encryption_key_unreachable',
  KMSInternalException: 'key_encryption_key_unreachable',
  RequestTimeout: 'key_encryption_key_unreachable',
  RequestTimeoutException: 'key_encryption_key_unreachable',
  IDPCommunicationError: 'key_encryption_key_unreachable',
  AccessDeniedException: 'key_encryption_key_refused',
  DisabledException: 'key_encryption_key_refused',
  KMSInvalidStateException: 'key_encryption_key_refused',
  NotFoundException: 'key_encryption_key_refused',
  InvalidKeyUsageException: 'key_encryption_key_refused',
  CredentialsProviderError: 'key_encryption_key_refused',
};

/** 32 bytes in base64: a service may quote the request, and the request holds a data key. */
const KEY_BYTES = /[A-Za-z0-9+/_-]{43,}={0,2}/g;

/**
 * What an error of the AWS SDK may hold. Only these fields are read: the error also refers to the response
 * and, through it, to a request that holds a data key.
 */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** What the SDK throws, as an error that says what is still possible. Keeps no reference to it. */
export function kmsError(error: unknown, key: string, operation: string): CertctlError {
  // Every property is read as unknown or checked before use, so the shape is a wish and not a claim.
  const thrown: Thrown = typeof error === 'object' && error !== null ? (error as Thrown) : { message: error };
  const name = text(thrown.name) ?? 'unknown';
  const code = CODE_OF[name] ?? codeByStatus(name, thrown.$metadata?.httpStatusCode);
  const said = text(thrown.message)?.split('\n')[0]?.replace(KEY_BYTES, '[encoded bytes removed]');
  const what = [name === 'Error' ? (text(thrown.code) ?? name) : name, ...(said ? [said] : [])].join(': ');
  const request = text(thrown.$metadata?.requestId);
  return new CertctlError(
    code,
    `${operation} with ${key} failed: ${what}${request === undefined ? '' : ` (request ${request})`}`,
    { operation, remedy: [cure(name, key, operation), ERROR_CODES[code].remedy].filter(Boolean).join(' ') },
  );
}

function codeByStatus(name: string, status: number | undefined): KeyCode {
  // A page of a proxy has the name of the parser's error, whatever its status is.
  const parsed = name !== 'Error' && name !== 'SyntaxError' && name !== 'TypeError';
  const refused = parsed && status !== undefined && status >= 400 && status < 500;
  return refused && status !== 408 && status !== 429
    ? 'key_encryption_key_refused'
    : 'key_encryption_key_unreachable';
}

function cure(name: string, key: string, operation: string): string {
  switch (name) {
    case 'AccessDeniedException':
      return `Grant ${operation} on ${key}.`;
    case 'DisabledException':
      return `Enable it: aws kms enable-key --key-id ${key}.`;
    case 'KMSInvalidStateException':
      return `If it is about to be deleted: aws kms cancel-key-deletion --key-id ${key}, then enable it.`;
    case 'CredentialsProviderError':
      return 'Give credentials by which the SDK finds an identity.';
    default:
      return '';
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
