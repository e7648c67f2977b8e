import { makeCertificate } from '../x509/make-certificate.js';
import type { ParsedCertificate } from '../x509/parsed-certificate.js';
import type { CertificateVersion } from './certificate-store.js';
import { algorithmOf } from './certificate-view.js';

/**
 * A self-signed certificate with a key of its own, alike enough (names, key type, usages) that importing
 * the right one afterwards breaks no rule of re-import.
 */
export async function strangeVersion(
  like: ParsedCertificate,
  principal: string,
  importedAt: number,
): Promise<CertificateVersion> {
  const made = await makeCertificate({
    names: [...like.dnsNames, ...like.ipAddresses],
    algorithm: algorithmOf(like),
    notBefore: like.notBefore,
    notAfter: like.notAfter,
    keyUsages: like.keyUsages,
    extendedKeyUsages: like.extendedKeyUsages,
  });
  return { leaf: made.parsed, chain: [], privateKey: made.privateKey, importedAt, principal };
}
