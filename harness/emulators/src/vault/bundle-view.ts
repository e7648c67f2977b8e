import { createHash } from 'node:crypto';
import type { VaultCertificate, VaultVersion } from './certificate-store.js';
import type { VaultPolicy } from './policy/vault-policy.js';
import type { VaultSettings } from './settings.js';

/** What views need of the call. */
export interface ViewContext {
  readonly baseUrl: string;
  readonly settings: VaultSettings;
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate/get-certificate */
export function bundleView(
  certificate: VaultCertificate,
  version: VaultVersion,
  context: ViewContext,
): object {
  const { baseUrl } = context;
  const at = `${certificate.name}/${version.id}`;
  return {
    id: `${baseUrl}/certificates/${at}`,
    kid: `${baseUrl}/keys/${at}`,
    sid: `${baseUrl}/secrets/${at}`,
    x5t: thumbprint(version),
    cer: Buffer.from(version.leaf.der).toString('base64'),
    attributes: attributesView(version, context.settings),
    tags: version.tags,
    policy: policyView(certificate, context),
    contentType: version.contentType,
  };
}

/** What a deleted certificate tells on top. */
export function deletedView(certificate: VaultCertificate, { baseUrl }: ViewContext): object {
  const { deletion } = certificate;
  if (deletion === undefined) return {};
  return {
    recoveryId: `${baseUrl}/deletedcertificates/${certificate.name}`,
    deletedDate: seconds(deletion.deletedAt),
    scheduledPurgeDate: seconds(deletion.purgeAt),
  };
}

/** An entry of a list; without a version it stands for the certificate. */
export function itemView(
  certificate: VaultCertificate,
  version: VaultVersion,
  context: ViewContext,
  form: 'certificate' | 'version',
): object {
  const at = form === 'version' ? `${certificate.name}/${version.id}` : certificate.name;
  return {
    id: `${context.baseUrl}/certificates/${at}`,
    x5t: thumbprint(version),
    attributes: attributesView(version, context.settings),
    tags: version.tags,
    subject: '',
  };
}

export function policyView(certificate: VaultCertificate, { baseUrl }: ViewContext): object {
  const { enabled, createdAt, updatedAt, ...policy }: VaultPolicy = certificate.policy;
  return {
    id: `${baseUrl}/certificates/${certificate.name}/policy`,
    ...policy,
    attributes: { enabled, created: seconds(createdAt), updated: seconds(updatedAt) },
  };
}

export function attributesView(version: VaultVersion, settings: VaultSettings): object {
  return {
    enabled: version.enabled,
    nbf: seconds(version.leaf.notBefore),
    exp: seconds(version.leaf.notAfter),
    created: seconds(version.createdAt),
    updated: seconds(version.updatedAt),
    recoveryLevel: recoveryLevel(settings),
    recoverableDays: settings.retentionDays,
  };
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate/get-certificate#deletionrecoverylevel */
function recoveryLevel({ retentionDays, purgeProtection }: VaultSettings): string {
  const level = retentionDays < 90 ? 'CustomizedRecoverable' : 'Recoverable';
  return purgeProtection ? level : `${level}+Purgeable`;
}

function thumbprint({ leaf }: VaultVersion): string {
  return createHash('sha1').update(leaf.der).digest('base64url');
}

function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}
