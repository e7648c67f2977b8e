import { normaliseSerial } from '@certctl/certificate';
import { usageError } from '../usage-error.js';

const SHA256 = /^[0-9a-f]{64}$/;
/** RFC 5280, 4.1.2.2: at most 20 octets. */
const SERIAL = /^[0-9a-f]{1,40}$/;

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

/**
 * A leaf as a finding names it: by its fingerprint, or by the serial in hexadecimal where a service shows no more.
 * @throws CertctlError `usage`
 */
export function leafOf(flag: string, text: string): string {
  const plain = text.replaceAll(':', '').toLowerCase();
  return SERIAL.test(plain) ? normaliseSerial(plain) : fingerprintOf(flag, text);
}
