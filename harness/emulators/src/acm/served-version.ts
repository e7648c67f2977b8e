import type { ServedCertificate } from '../tls/certificate-listener.js';
import { pemOf } from '../x509/pem.js';
import type { CertificateVersion } from './certificate-store.js';

/** What a TLS server presents that holds this version: leaf, chain and private key. */
export function servedVersion({ leaf, chain, privateKey }: CertificateVersion): ServedCertificate {
  return {
    certificatesPem: [leaf, ...chain].map(({ der }) => pemOf('CERTIFICATE', der)).join(''),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
