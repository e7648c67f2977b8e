import { sameCertificate } from './same-certificate.js';

/**
 * Compares the chain that was sent with the chain that a service shows, byte for byte and in order.
 * `extended`: everything that was sent is there, and the service has added certificates behind it; what
 * clients are served still leads from the leaf in the same way. Nothing sent matches only nothing held.
 */
export function chainMatches(
  sent: readonly Uint8Array[],
  held: readonly Uint8Array[],
): 'equal' | 'extended' | 'different' {
  const same = sent.every((certificate, position) => {
    const other = held[position];
    return other !== undefined && sameCertificate(certificate, other);
  });
  if (!same || (sent.length === 0 && held.length > 0)) return 'different';
  return held.length === sent.length ? 'equal' : 'extended';
}
