import { deletedView, itemView } from '../bundle-view.js';
import { page } from '../page.js';
import { activeCertificate, certificateNotFound, type VaultCall } from '../vault-call.js';

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificates/get-certificates */
export function listCertificates(call: VaultCall): object {
  const now = call.clock.now();
  const active = call.store.all(now).filter((certificate) => certificate.status(now) === 'active');
  return page(
    active.map((certificate) => itemView(certificate, certificate.latest, call, 'certificate')),
    'certificates',
    call,
  );
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate-versions/get-certificate-versions */
export function listVersions(call: VaultCall): object {
  const certificate = activeCertificate(call, () => certificateNotFound(call));
  const versions =
    call.settings.versionOrder === 'by-id'
      ? certificate.versions.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      : certificate.versions;
  return page(
    versions.map((version) => itemView(certificate, version, call, 'version')),
    `certificates/${certificate.name}/versions`,
    call,
  );
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-deleted-certificates/get-deleted-certificates */
export function listDeletedCertificates(call: VaultCall): object {
  const now = call.clock.now();
  const deleted = call.store.all(now).filter((certificate) => certificate.status(now) === 'deleted');
  return page(
    deleted.map((certificate) => ({
      ...itemView(certificate, certificate.latest, call, 'certificate'),
      ...deletedView(certificate, call),
    })),
    'deletedcertificates',
    call,
  );
}
