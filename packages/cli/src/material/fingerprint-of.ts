import { usageError } from '../usage-error.js';

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * With or without colons, in capitals or not: as openssl, browsers and our own findings print it.
 * @throws CertctlError `usage`
 */
export function fingerprintOf(flag: string, text: string): string {
  const plain = text.replaceAll(':', '').toLowerCase();
  if (SHA256.test(plain)) return plain;
  throw usageError(
    `${flag} ${JSON.stringify(text)} is not a SHA-256 fingerprint`,
    'It is 64 hexadecimal digits, with or without colons; certctl show prints that of the held leaf.',
  );
}
