import type { Finding, Rule, Severity } from '@certctl/plugin-api';

const PREREQUISITES =
  'https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html';
const REIMPORT = 'https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html';
const IMPORT_API = 'https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html';

/** Every finding of the review, with the severity that it has and the document behind it. */
const RULES = {
  acm_key_algorithm: {
    severity: 'refusal',
    summary: 'ACM imports RSA 1024, 2048, 3072 and 4096, and EC P-256, P-384 and P-521.',
    source: PREREQUISITES,
  },
  acm_key_weak: {
    severity: 'note',
    summary: 'ACM imports RSA 1024, but browsers and most integrated services do not accept it.',
    source: PREREQUISITES,
  },
  acm_key_not_for_every_service: {
    severity: 'note',
    summary: 'CloudFront takes EC P-256 and no other curve.',
    source: PREREQUISITES,
  },
  acm_issuer_empty: {
    severity: 'refusal',
    summary: 'The issuer of the certificate must not be empty.',
    source: IMPORT_API,
  },
  acm_name_missing: {
    severity: 'refusal',
    summary: 'The certificate must name a domain or an IP address.',
    source: PREREQUISITES,
  },
  acm_issuer_key_differs: {
    severity: 'note',
    summary: 'The API reference asks for one kind of key (RSA or EC) in the leaf and in its issuer.',
    source: IMPORT_API,
  },
  acm_not_imported: {
    severity: 'refusal',
    summary: 'Only an imported certificate can be imported again; one that Amazon issued cannot.',
    source: REIMPORT,
  },
  acm_key_changed: {
    severity: 'refusal',
    summary: 'Key type and size cannot change under one ARN.',
    source: REIMPORT,
  },
  acm_all_names_removed: {
    severity: 'refusal',
    summary: 'Names can be added and removed, but not all of them removed.',
    source: REIMPORT,
  },
  acm_key_usage_removed: {
    severity: 'refusal',
    summary: 'Key usages cannot be removed, but for keyEncipherment of an EC key.',
    source: REIMPORT,
  },
  acm_key_usage_introduced: {
    severity: 'refusal',
    summary: 'A key usage extension cannot be added where there was none.',
    source: PREREQUISITES,
  },
  acm_extended_key_usage_removed: {
    severity: 'refusal',
    summary: 'Extended key usages cannot be removed, but for client authentication.',
    source: REIMPORT,
  },
  acm_extended_key_usage_introduced: {
    severity: 'refusal',
    summary: 'An extended key usage extension cannot be added where there was none.',
    source: PREREQUISITES,
  },
} as const satisfies Record<string, { severity: Severity; summary: string; source: string }>;

export type AcmRule = keyof typeof RULES;

export const rules: readonly Rule[] = Object.entries(RULES).map(([code, { summary, source }]) => ({
  code,
  summary,
  source,
}));

/** A finding under one of the rules. */
export function finding(code: AcmRule, message: string, remedy: string): Finding {
  const { severity, source } = RULES[code];
  return { code, severity, message, remedy, source };
}
