import type { CertificateFacts } from '@certctl/plugin-api';
import type { CertificateBrief } from './outcome.js';

/** A certificate as an outcome shows it. */
export function briefOf(leaf: CertificateFacts): CertificateBrief {
  return {
    subject: leaf.subject,
    serial: leaf.serial,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
    fingerprint: leaf.fingerprint,
  };
}
