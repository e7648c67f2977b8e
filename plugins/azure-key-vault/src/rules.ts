import type { Finding, Rule, Severity } from '@certctl/plugin-api';

const CERTIFICATES = 'https://learn.microsoft.com/azure/key-vault/certificates/about-certificates';
const KEYS = 'https://learn.microsoft.com/azure/key-vault/keys/about-keys';
const GATEWAY = 'https://learn.microsoft.com/azure/application-gateway/key-vault-certs';
const FRONT_DOOR =
  'https://learn.microsoft.com/azure/frontdoor/standard-premium/how-to-configure-https-custom-domain';
const GET_SECRET = 'https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret';
const FIPS = 'https://csrc.nist.gov/pubs/sp/800/131/a/r2/final';

/** Every finding of the review, with the severity that it has and the document behind it. */
const RULES = {
  keyvault_key_algorithm: {
    severity: 'refusal',
    summary: 'Key Vault imports RSA 2048, 3072 and 4096, and EC P-256, P-384 and P-521.',
    source: CERTIFICATES,
  },
  keyvault_key_in_hardware: {
    severity: 'refusal',
    summary: 'A key that is in hardware is not replaced by an imported one.',
    source: KEYS,
  },
  keyvault_issued_by_vault: {
    severity: 'refusal',
    summary: 'A certificate that the vault issues or renews itself is left to it.',
    source: CERTIFICATES,
  },
  keyvault_fips_3des: {
    severity: 'refusal',
    summary: 'A PKCS#12 with 3DES cannot be written in FIPS mode.',
    source: FIPS,
  },
  keyvault_not_exportable: {
    severity: 'warning',
    summary: 'A key whose policy is not exportable cannot be read back for a rollback.',
    source: CERTIFICATES,
  },
  keyvault_exportable_changes: {
    severity: 'warning',
    summary: 'One policy holds for all versions, so the import changes whether the key can be read.',
    source: CERTIFICATES,
  },
  keyvault_content_type_changes: {
    severity: 'warning',
    summary: 'Consumers read the secret in the form that its policy says, and the import changes it.',
    source: CERTIFICATES,
  },
  keyvault_pem_not_for_every_service: {
    severity: 'note',
    summary: 'Application Gateway takes the secret as PKCS#12 only.',
    source: GATEWAY,
  },
  keyvault_latest_disabled: {
    severity: 'warning',
    summary: 'The latest version is disabled, so consumers that follow the name are given nothing.',
    source: GET_SECRET,
  },
  keyvault_key_not_for_every_service: {
    severity: 'note',
    summary: 'Front Door takes no EC keys.',
    source: FRONT_DOOR,
  },
} as const satisfies Record<string, { severity: Severity; summary: string; source: string }>;

type KeyVaultRule = keyof typeof RULES;

export const rules: readonly Rule[] = Object.entries(RULES).map(([code, { summary, source }]) => ({
  code,
  summary,
  source,
}));

/** A finding under one of the rules. */
export function finding(code: KeyVaultRule, message: string, remedy: string): Finding {
  const { severity, source } = RULES[code];
  return { code, severity, message, remedy, source };
}
