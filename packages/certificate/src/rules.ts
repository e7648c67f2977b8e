import type { Finding, Rule, Severity } from '@certctl/plugin-api';

interface MaterialRule extends Rule {
  readonly severity: Severity;
  readonly remedy: string;
}

const TLS_ORDER = 'RFC 5246, 7.4.2; RFC 8446, 4.4.2';

const MATERIAL_RULES = {
  chain_reordered: {
    summary:
      'The certificates were not in the order leaf first, each certified by the next, and were put into it.',
    severity: 'note',
    remedy:
      'Nothing has to be done; the order that was given is the one that a server would have sent wrong.',
    source: TLS_ORDER,
  },
  chain_root_dropped: {
    summary: 'A self-signed root was left out of the chain; clients have their own.',
    severity: 'note',
    remedy: 'Nothing has to be done.',
    source: 'RFC 5246, 7.4.2; RFC 8446, 4.4.2: the root may be omitted',
  },
  chain_duplicate_dropped: {
    summary: 'A certificate was given more than once.',
    severity: 'note',
    remedy: 'Nothing has to be done.',
    source: TLS_ORDER,
  },
  chain_alternative_dropped: {
    summary:
      'Cross-signed alternatives were given; a chain is one path, so the one that expires last was kept.',
    severity: 'note',
    remedy: 'Give only the path that the clients need, if it is another one.',
    source: TLS_ORDER,
  },
  chain_missing: {
    summary: 'No chain was given and the leaf is not self-signed; clients may find no path to a root.',
    severity: 'warning',
    remedy:
      'Give the intermediates that the certificate authority delivered, unless a root signed the leaf itself.',
    source: TLS_ORDER,
  },
  chain_expired: {
    summary: 'A certificate of the chain is outside its validity period.',
    severity: 'warning',
    remedy: 'Fetch the current chain from the certificate authority.',
    source: 'RFC 5280, 6.1.3 (a)(2)',
  },
} as const satisfies Record<string, Omit<MaterialRule, 'code'>>;

export type MaterialRuleCode = keyof typeof MATERIAL_RULES;

/** Every finding that this package reports. */
export const RULES: readonly Rule[] = Object.entries(MATERIAL_RULES).map(([code, { summary, source }]) => ({
  code,
  summary,
  source,
}));

export function finding(code: MaterialRuleCode, message: string): Finding {
  const { severity, remedy, source } = MATERIAL_RULES[code];
  return { code, severity, message, remedy, source };
}
