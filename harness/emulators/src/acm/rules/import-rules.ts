import type { Rule } from '../../server/rule.js';

const PREREQUISITES =
  'https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html';
const FORMAT = 'https://docs.aws.amazon.com/acm/latest/userguide/troubleshoot-import.html';
const KNOWLEDGE = 'https://repost.aws/knowledge-center/acm-import-troubleshooting';
const AREA = 'First import and re-import';

const validation = (message: string, wording: 'doc' | 'thread' | 'unverified') => ({
  name: 'ValidationException',
  message,
  wording,
});

/** Rules for what is imported, whether first or again. */
export const importRules = {
  oneCertificate: {
    id: 'import/one-certificate',
    area: AREA,
    summary: 'The certificate field holds one certificate.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/hashicorp/terraform-provider-aws/issues/19400',
    refusal: validation(
      'The certificate field contains more than one certificate. You can specify only one certificate in this field.',
      'thread',
    ),
  },
  pem: {
    id: 'import/pem',
    area: AREA,
    summary: 'Certificate and chain are PEM, with nothing between the blocks but white space.',
    how: 'enforced',
    source: 'doc',
    reference: FORMAT,
    refusal: validation('The certificate body/chain provided is not in a valid PEM format', 'doc'),
  },
  parses: {
    id: 'import/parses',
    area: AREA,
    summary: 'What the PEM holds is an X.509 certificate.',
    how: 'enforced',
    source: 'doc',
    reference: KNOWLEDGE,
    refusal: validation(
      'Unable to parse certificate. Please ensure the certificate is in PEM format.',
      'doc',
    ),
  },
  version3: {
    id: 'import/version-3',
    area: AREA,
    summary: 'The certificate is X.509 version 3.',
    how: 'enforced',
    source: 'doc',
    reference: PREREQUISITES,
    refusal: validation(
      'The certificate is not valid. Only X.509 version 3 certificates are supported.',
      'unverified',
    ),
  },
  issuer: {
    id: 'import/issuer',
    area: AREA,
    summary: 'The issuer is not empty.',
    how: 'enforced',
    source: 'doc',
    reference: PREREQUISITES,
    refusal: validation('The certificate is not valid. The issuer is empty.', 'unverified'),
  },
  name: {
    id: 'import/name',
    area: AREA,
    summary: 'The certificate is for at least one fully qualified domain name or IP address.',
    how: 'enforced',
    source: 'doc',
    reference: PREREQUISITES,
    refusal: validation(
      'The certificate must contain at least one fully qualified domain name or IP address.',
      'unverified',
    ),
  },
  notYetValid: {
    id: 'import/not-yet-valid',
    area: AREA,
    summary: 'The validity period has begun.',
    how: 'enforced',
    source: 'doc',
    reference: PREREQUISITES,
    refusal: validation('The certificate is not yet valid.', 'unverified'),
  },
  expired: {
    id: 'import/expired',
    area: AREA,
    summary: 'The validity period has not ended.',
    how: 'enforced',
    source: 'doc',
    reference: PREREQUISITES,
    refusal: validation('The certificate has expired.', 'unverified'),
  },
  keyEncrypted: {
    id: 'import/key-unencrypted',
    area: AREA,
    summary: 'The private key is not encrypted.',
    how: 'enforced',
    source: 'doc',
    reference: KNOWLEDGE,
    refusal: validation('Your private key should not be encrypted.', 'doc'),
  },
  keySupported: {
    id: 'import/key-supported',
    area: AREA,
    summary: 'The private key is one PEM block and an RSA or EC key.',
    how: 'enforced',
    source: 'doc',
    reference: KNOWLEDGE,
    refusal: validation('The private key is not supported.', 'doc'),
  },
  keyLength: {
    id: 'import/key-length',
    area: AREA,
    summary: 'RSA of 1024, 2048, 3072 or 4096 bits; EC on prime256v1, secp384r1 or secp521r1.',
    how: 'enforced',
    source: 'doc',
    reference: PREREQUISITES,
    refusal: validation('The private key length {length} is not supported for key algorithm.', 'doc'),
  },
  keyMatches: {
    id: 'import/key-matches',
    area: AREA,
    summary: 'The private key belongs to the public key of the certificate.',
    how: 'enforced',
    source: 'doc',
    reference: PREREQUISITES,
    refusal: validation('The private key does not match the certificate.', 'unverified'),
  },
  chainUnrelated: {
    id: 'import/chain-unrelated',
    area: AREA,
    summary: 'The first certificate of the chain certifies the leaf.',
    how: 'enforced',
    source: 'doc',
    reference: KNOWLEDGE,
    refusal: validation('Could not validate the certificate with the certificate chain.', 'doc'),
  },
  chainOrder: {
    id: 'import/chain-order',
    area: AREA,
    summary: 'Each certificate of the chain certifies the one before, and the leaf is not among them.',
    how: 'enforced',
    source: 'doc',
    reference: KNOWLEDGE,
    refusal: validation(
      'Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: {index}',
      'doc',
    ),
  },
  sizes: {
    id: 'import/sizes',
    area: AREA,
    summary: 'Certificate 32,768 bytes, key 5,120, chain 2,097,152 at most; an empty one is refused too.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model: CertificateBodyBlob, PrivateKeyBlob, CertificateChainBlob',
  },
  quota: {
    id: 'import/quota',
    area: AREA,
    summary: '2,500 certificates for an account and region, expired ones counted.',
    how: 'switchable',
    source: 'doc',
    reference: '`quotas.certificates`',
    refusal: {
      name: 'LimitExceededException',
      message:
        'You have reached the maximum number of certificates. Delete certificates that are not in use, or contact AWS Support to request an increase.',
      wording: 'doc',
    },
  },
  yearlyQuota: {
    id: 'import/yearly-quota',
    area: AREA,
    summary: '5,000 imports in 365 days for an account and region, deleted ones counted.',
    how: 'switchable',
    source: 'doc',
    reference: '`quotas.importsPerYear`; whether re-imports count is unverified: `quotas.countReimports`',
    refusal: {
      name: 'LimitExceededException',
      message:
        'You have reached the maximum number of certificates. Delete certificates that are not in use, or contact AWS Support to request an increase.',
      wording: 'doc',
    },
  },
  chainRequired: {
    id: 'import/chain-required',
    area: AREA,
    summary:
      'Older documents require a chain for a certificate that is not self-signed; the current one does not.',
    how: 'not emulated',
    source: 'doc',
    reference: PREREQUISITES,
  },
  conflict: {
    id: 'import/conflict',
    area: AREA,
    summary: 'ConflictException: the service is at work on the certificate. A fault of kind `error` says it.',
    how: 'not emulated',
    source: 'doc',
  },
  chainValidity: {
    id: 'import/chain-validity',
    area: AREA,
    summary: 'Validity and basic constraints of the certificates of the chain.',
    how: 'not emulated',
    source: 'unverified',
  },
} as const satisfies Record<string, Rule>;
