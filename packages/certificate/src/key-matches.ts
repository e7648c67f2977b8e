import { sign, verify } from 'node:crypto';
import type { CertificateFacts, PrivateKey } from '@certctl/plugin-api';
import { nodeCertificate } from './read-certificate.js';
import { nodePrivateKey } from './read-private-key.js';

const PROBE = Buffer.from('certctl: does this key sign for this certificate?');

/** Whether the public half of the key is the one in the certificate. */
export function keyMatches(privateKey: PrivateKey, certificate: CertificateFacts): boolean {
  try {
    return nodeCertificate(certificate).checkPrivateKey(nodePrivateKey(privateKey));
  } catch {
    // A certificate whose key OpenSSL cannot read matches no key that it can.
    return false;
  }
}

/**
 * Whether a signature of the key verifies with the certificate. A damaged key file can hold the right
 * public half and a wrong private one; the comparison of the public halves does not see that, and every
 * handshake would fail.
 */
export function keySignsFor(privateKey: PrivateKey, certificate: CertificateFacts): boolean {
  try {
    const signature = sign('sha256', PROBE, nodePrivateKey(privateKey));
    return verify('sha256', PROBE, nodeCertificate(certificate).publicKey, signature);
  } catch {
    return false;
  }
}
