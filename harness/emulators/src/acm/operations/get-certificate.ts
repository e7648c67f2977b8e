import type { Members } from '../../server/members.js';
import { pemOf } from '../../x509/pem.js';
import { type AcmCall, namedCertificate, readVersion } from '../acm-call.js';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_GetCertificate.html */
export function getCertificate(input: Members, call: AcmCall): object {
  const version = readVersion(namedCertificate(input, call), call);
  const chain = version.chain.map((certificate) => pemOf('CERTIFICATE', certificate.der)).join('');
  return {
    Certificate: pemOf('CERTIFICATE', version.leaf.der),
    ...(chain === '' ? {} : { CertificateChain: chain }),
  };
}
