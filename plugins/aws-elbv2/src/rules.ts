import type { Finding, Rule, Severity } from '@certctl/plugin-api';

const ALB =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html';
const NLB = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html';

/** Every finding of the review, with the severity that it has and the document behind it. */
const RULES = {
  elbv2_no_tls: {
    severity: 'refusal',
    summary: 'Only listeners of the protocols HTTPS and TLS have certificates.',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html',
  },
  elbv2_key_algorithm: {
    severity: 'refusal',
    summary: 'Load balancers serve RSA 1024, 2048, 3072 and 4096, and EC P-256, P-384 and P-521.',
    source: ALB,
  },
  elbv2_key_too_long: {
    severity: 'refusal',
    summary: 'A Network Load Balancer serves RSA up to 3072; an Application Load Balancer RSA 4096, too.',
    source: NLB,
  },
  elbv2_name_missing: {
    severity: 'refusal',
    summary: 'The certificate must be for a fully qualified domain name, with or without a wildcard.',
    source: ALB,
  },
  elbv2_certificates_full: {
    severity: 'refusal',
    summary:
      'The listeners of a load balancer have 25 certificates beside their defaults, unless the quota was raised.',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
  },
  elbv2_certificate_elsewhere: {
    severity: 'refusal',
    summary: 'A listener takes certificates of ACM in its own region and account.',
    source: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html',
  },
} as const satisfies Record<string, { severity: Severity; summary: string; source: string }>;

export const rules: readonly Rule[] = Object.entries(RULES).map(([code, { summary, source }]) => ({
  code,
  summary,
  source,
}));

/** A finding under one of the rules. */
export function finding(code: keyof typeof RULES, message: string, remedy: string): Finding {
  const { severity, source } = RULES[code];
  return { code, severity, message, remedy, source };
}
