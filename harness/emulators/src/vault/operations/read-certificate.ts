import { bundleView, policyView } from '../bundle-view.js';
import { activeCertificate, certificateNotFound, readVersion, type VaultCall } from '../vault-call.js';

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate/get-certificate */
export function getCertificate(call: VaultCall): object {
  const [certificate, version] = readVersion(call, () => certificateNotFound(call));
  return bundleView(certificate, version, call);
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate-policy/get-certificate-policy */
export function getCertificatePolicy(call: VaultCall): object {
  return policyView(
    activeCertificate(call, () => certificateNotFound(call)),
    call,
  );
}
