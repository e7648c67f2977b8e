import { type KeyObject, sign, verify, type X509Certificate } from 'node:crypto';
import type { CertificateFacts, PrivateKey } from '@certctl/plugin-api';
import { matchOnce, proveOnce } from './known-keys.js';
import { nodeCertificate } from './read-certificate.js';
import { nodePrivateKey } from './read-private-key.js';

const PROBE = Buffer.from('certctl: does this key sign for this certificate?');

/** Whether the public half of the key is the one in the certificate. */
export function keyMatches(privateKey: PrivateKey, certificate: CertificateFacts): boolean {
  return matchOnce(privateKey, certificate, () =>
    holds(privateKey, certificate, (key, parsed) => parsed.checkPrivateKey(key)),
  );
}

/**
 * Whether a signature of the key verifies with the certificate. A damaged key file can hold the right
 * public half and a wrong private one; the comparison of the public halves does not see that, and every
 * handshake would fail. What was proven once of the same bytes is not proven again: one certificate goes to many
 * targets, and signing takes longer than everything else that is asked of it.
 */
export function keySignsFor(privateKey: PrivateKey, certificate: CertificateFacts): boolean {
  return proveOnce(privateKey, certificate, () =>
    holds(privateKey, certificate, (key, parsed) =>
      verify('sha256', PROBE, parsed.publicKey, sign('sha256', PROBE, key)),
    ),
  );
}

function holds(
  privateKey: PrivateKey,
  certificate: CertificateFacts,
  question: (key: KeyObject, parsed: X509Certificate) => boolean,
): boolean {
  const key = nodePrivateKey(privateKey);
  const parsed = nodeCertificate(certificate);
  try {
    return question(key, parsed);
  } catch {
    // A public key that OpenSSL cannot read, or a private one that it cannot sign with, fits nothing.
    return false;
  }
}
