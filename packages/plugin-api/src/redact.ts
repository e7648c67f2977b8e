import type { ServiceFailure } from './service-failure.js';

const PRIVATE_KEY_BLOCK = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g;
const LONG_BASE64 = /[A-Za-z0-9+/_-]{64,}={0,2}/g;
/** A path has slashes and no capitals; 64 characters of base64 have capitals, hexadecimal has no slash. */
const PATH = /^[a-z0-9_-]*(?:\/[a-z0-9_-]*)+$/;
const LONGEST = 2_000;

/**
 * Text from outside (a vendor's message, a library's error) made safe to show: private key blocks and
 * runs of base64 or hexadecimal that could be key bytes are replaced, and the length is bounded.
 * A service may echo a request in its error, and a request carries the key.
 */
export function redact(text: string): string {
  const safe = text
    .replace(PRIVATE_KEY_BLOCK, '[private key removed]')
    .replace(LONG_BASE64, (run) => (PATH.test(run) ? run : '[encoded bytes removed]'));
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}… [cut]` : safe;
}

/** A failure whose every text is safe to show: the code and the request id are the service's words too. */
export function redactFailure(failure: ServiceFailure): ServiceFailure {
  return {
    ...failure,
    code: redact(failure.code),
    message: redact(failure.message),
    ...(failure.requestId === undefined ? {} : { requestId: redact(failure.requestId) }),
  };
}
