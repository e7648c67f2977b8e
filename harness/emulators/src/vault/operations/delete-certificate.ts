import { refuse } from '../../server/rule.js';
import { bundleView, deletedView } from '../bundle-view.js';
import type { VaultCertificate } from '../certificate-store.js';
import { deleteRules } from '../rules/delete-rules.js';
import { activeCertificate, certificateNotFound, refuseInTransition, type VaultCall } from '../vault-call.js';

const DAY_MS = 86_400_000;

/** https://learn.microsoft.com/rest/api/keyvault/certificates/delete-certificate/delete-certificate */
export function deleteCertificate(call: VaultCall): object {
  const { settings, clock } = call;
  refuseInTransition(call);
  const certificate = activeCertificate(call, () => certificateNotFound(call));
  const now = clock.now();
  certificate.deletion = {
    deletedAt: now,
    doneAt: now + settings.deletingMs,
    purgeAt: now + settings.retentionDays * DAY_MS,
    recoveredAt: undefined,
  };
  return deletedBundle(certificate, call);
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-deleted-certificate/get-deleted-certificate */
export function getDeletedCertificate(call: VaultCall): object {
  return deletedBundle(deletedCertificate(call), call);
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/recover-deleted-certificate/recover-deleted-certificate */
export function recoverDeletedCertificate(call: VaultCall): object {
  refuseSecondRecover(call);
  refuseInTransition(call);
  const certificate = deletedCertificate(call);
  if (certificate.deletion !== undefined)
    certificate.deletion.recoveredAt = call.clock.now() + call.settings.recoveringMs;
  return bundleView(certificate, certificate.latest, call);
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/purge-deleted-certificate/purge-deleted-certificate */
export function purgeDeletedCertificate(call: VaultCall): undefined {
  refuseInTransition(call);
  const certificate = deletedCertificate(call);
  if (call.settings.purgeProtection) refuse(deleteRules.purgeProtection, { vault: call.vault });
  call.store.remove(certificate.name);
}

function deletedBundle(certificate: VaultCertificate, call: VaultCall): object {
  return { ...deletedView(certificate, call), ...bundleView(certificate, certificate.latest, call) };
}

/** One that can be seen as deleted: neither on its way there nor on its way back. */
function deletedCertificate(call: VaultCall): VaultCertificate {
  const now = call.clock.now();
  const found = call.store.get(call.name, now);
  if (found?.status(now) === 'deleted') return found;
  return refuse(deleteRules.found, { name: call.name });
}

function refuseSecondRecover(call: VaultCall): void {
  const now = call.clock.now();
  const found = call.store.get(call.name, now);
  if (found?.status(now) !== 'recovering') return;
  refuse(deleteRules.recoverTwice, {
    id: `${call.baseUrl}/certificates/${found.name}/${found.latest.id}`,
  });
}
