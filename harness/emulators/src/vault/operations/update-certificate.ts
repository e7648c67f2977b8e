import { bundleView, policyView } from '../bundle-view.js';
import { updatedPolicy } from '../policy/make-policy.js';
import { readPolicy } from '../policy/read-policy.js';
import { readTags } from '../rules/check-tags.js';
import {
  activeCertificate,
  certificateNotFound,
  hasFault,
  refuseInTransition,
  type VaultCall,
} from '../vault-call.js';

/** https://learn.microsoft.com/rest/api/keyvault/certificates/update-certificate/update-certificate */
export function updateCertificate(call: VaultCall): object {
  const { body, settings, clock } = call;
  refuseInTransition(call);
  const certificate = activeCertificate(call, () => certificateNotFound(call));
  const version = call.version === undefined ? certificate.latest : certificate.version(call.version);
  if (version === undefined) return certificateNotFound(call);
  const tags = readTags(body, settings.tagLength);
  const enabled = body.object('attributes')?.boolean('enabled');
  const policy = body.object('policy');
  if (policy !== undefined)
    certificate.policy = updatedPolicy(certificate.policy, readPolicy(policy, settings), clock.now());
  if (enabled !== undefined) version.enabled = enabled;
  if (tags !== undefined) version.tags = hasFault(call, 'drop-tags') ? {} : tags;
  version.updatedAt = clock.now();
  return bundleView(certificate, version, call);
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/update-certificate-policy/update-certificate-policy */
export function updateCertificatePolicy(call: VaultCall): object {
  refuseInTransition(call);
  const certificate = activeCertificate(call, () => certificateNotFound(call));
  const wish = readPolicy(call.body, call.settings);
  certificate.policy = updatedPolicy(certificate.policy, wish, call.clock.now());
  return policyView(certificate, call);
}
