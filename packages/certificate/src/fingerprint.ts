import { hash } from 'node:crypto';

/** SHA-256 of the DER, lower-case hexadecimal. */
export function fingerprintOf(der: Uint8Array): string {
  return hash('sha256', der, 'hex');
}

/** `ab01…` as openssl prints it: `AB:01:…`. */
export function formatFingerprint(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(':');
}
