import type { CertificateFacts, JsonObject, JsonValue } from '@certctl/plugin-api';
import type { CertificateAttributes, CertificatePolicy } from './certificate-bundle.js';
import type { KeyVaultConfig } from './config.js';

export const CONTENT_TYPE = { pkcs12: 'application/x-pkcs12', pem: 'application/x-pem-file' } as const;

/** The issuer of what was imported: the vault does not know how to renew it. */
export const IMPORTED = 'Unknown';

/** What belongs to a certificate beside its tags, and comes back with it. */
export interface KeyVaultAttributes {
  readonly policy: JsonObject;
  readonly enabled: boolean;
  /** Epoch milliseconds; they follow from the certificate and are not sent. */
  readonly notBefore?: number;
  readonly expires?: number;
  readonly contentType?: string;
  /** Where the latest version is disabled: the one that was in service before it. */
  readonly lastEnabled?: string;
}

/** @param lastEnabled version in service before a disabled one */
export function attributesOf(
  policy: CertificatePolicy | undefined,
  attributes: CertificateAttributes | undefined,
  lastEnabled: string | undefined,
): JsonObject {
  // The id and the dates of the policy are the service's own to write.
  const { id: _, attributes: __, ...rest } = policy ?? {};
  const contentType = policy?.secretProperties?.contentType;
  const kept: KeyVaultAttributes = {
    policy: jsonOf(rest),
    enabled: attributes?.enabled ?? true,
    ...(attributes?.notBefore === undefined ? {} : { notBefore: attributes.notBefore.getTime() }),
    ...(attributes?.expires === undefined ? {} : { expires: attributes.expires.getTime() }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(lastEnabled === undefined ? {} : { lastEnabled }),
  };
  return jsonOf(kept);
}

/** Attributes of an observation, read again. Whatever does not look like them is left out. */
export function policyIn(attributes: JsonObject | undefined): CertificatePolicy | undefined {
  const policy = attributes?.policy;
  // JSON that `attributesOf` wrote: an object, whose every field is optional and checked where it is used.
  return isObject(policy) ? (policy as CertificatePolicy) : undefined;
}

/** Whether a policy is of a key in an HSM, which never leaves it. `RSA-HSM`, `EC-HSM`. */
export function isInHardware(policy: CertificatePolicy | undefined): boolean {
  return String(policy?.keyProperties?.keyType).endsWith('-HSM');
}

/**
 * The policy of a renewal: what the target says, over what the vault has. Names and validity of the previous
 * certificate are left out, because the vault reads them from the new one.
 */
export function renewedPolicy(
  config: Pick<KeyVaultConfig, 'content_type' | 'exportable'>,
  leaf: CertificateFacts,
  replaced: CertificatePolicy | undefined,
): CertificatePolicy {
  const { x509CertificateProperties: _, ...kept } = replaced ?? {};
  return {
    ...kept,
    keyProperties: {
      ...keyProperties(leaf),
      exportable: config.exportable,
      reuseKey: replaced?.keyProperties?.reuseKey ?? false,
    },
    secretProperties: { contentType: CONTENT_TYPE[config.content_type] },
    issuerParameters: { name: IMPORTED },
  };
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/import-certificate/import-certificate#keyproperties */
function keyProperties({ keyAlgorithm }: CertificateFacts) {
  const [family = '', ...rest] = keyAlgorithm.split('-');
  return family === 'EC'
    ? { keyType: 'EC', curve: rest.join('-') }
    : { keyType: 'RSA', keySize: Number(rest[0]) };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOf(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
