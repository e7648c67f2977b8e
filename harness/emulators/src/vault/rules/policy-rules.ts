import type { Rule } from '../../server/rule.js';

const AREA = 'Policy';

const invalid = (what: string) => ({ name: 'BadParameter', message: what, wording: 'unverified' }) as const;

/** Rules for the policy of a certificate. */
export const policyRules = {
  keyMatches: {
    id: 'policy/key',
    area: AREA,
    summary: 'Key type, size and curve of the policy are those of the key.',
    how: 'enforced',
    source: 'doc',
    refusal: invalid('The key of the certificate ({key}) does not match the certificate policy ({policy}).'),
  },
  keySize: {
    id: 'policy/key-size',
    area: AREA,
    summary: 'A key size is 2048, 3072 or 4096 and comes with RSA; a curve comes with EC.',
    how: 'enforced',
    source: 'doc',
    reference: 'the sizes 256, 384 and 521 are accepted with EC',
    refusal: invalid('The key size or curve of the certificate policy is not supported: {size}.'),
  },
  hsmExportable: {
    id: 'policy/hsm-exportable',
    area: AREA,
    summary: 'A key of an HSM is not exportable.',
    how: 'enforced',
    source: 'doc',
    refusal: invalid('A key that is protected by an HSM cannot be exportable.'),
  },
  hsmPremium: {
    id: 'policy/hsm-premium',
    area: AREA,
    summary: 'Keys of an HSM need a premium vault.',
    how: 'switchable',
    source: 'doc',
    reference: '`premium`',
    refusal: invalid('The key type {type} is not supported by the SKU of this vault.'),
  },
  issuer: {
    id: 'policy/issuer',
    area: AREA,
    summary: 'The issuer is Self, Unknown or a name; an imported certificate without one has Unknown.',
    how: 'enforced',
    source: 'doc',
    reference: 'issuers are not emulated, so no name is unknown',
    refusal: invalid('The issuer name of the certificate policy is not valid: {issuer}.'),
  },
  lifetime: {
    id: 'policy/lifetime-actions',
    area: AREA,
    summary:
      'A lifetime action is EmailContacts or AutoRenew at a percentage of 1 to 99 or a number of days before the end; an issuer that is Unknown renews nothing.',
    how: 'enforced',
    source: 'doc',
    reference: 'that Unknown refuses AutoRenew is unverified',
    refusal: invalid('The lifetime action of the certificate policy is not valid.'),
  },
  onImport: {
    id: 'policy/on-import',
    area: AREA,
    summary:
      'There is one policy for all versions. An import without one keeps what it said, or makes the default of the service: exportable, e-mail at 80 percent, issuer Unknown.',
    how: 'switchable',
    source: 'unverified',
    reference: '`policyOnImport`; key and subject are always those of the certificate',
  },
} as const satisfies Record<string, Rule>;
