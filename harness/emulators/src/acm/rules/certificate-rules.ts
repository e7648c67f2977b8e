import type { Rule } from '../../server/rule.js';

const AREA = 'Certificates';

/** Rules for finding, reading and deleting a certificate. */
export const certificateRules = {
  arn: {
    id: 'certificate/arn',
    area: AREA,
    summary: 'What names a certificate is the ARN of an ACM certificate in a known partition.',
    how: 'switchable',
    source: 'unverified',
    reference: '`malformedArn`; modelled as InvalidArnException, the model constrains the string as well',
    refusal: {
      name: 'InvalidArnException',
      message: 'Invalid certificate ARN: {arn}',
      wording: 'unverified',
    },
  },
  found: {
    id: 'certificate/found',
    area: AREA,
    summary: 'The certificate exists in the account of who signed.',
    how: 'enforced',
    source: 'thread',
    refusal: {
      name: 'ResourceNotFoundException',
      message: 'Could not find certificate {arn} in account {account}.',
      wording: 'thread',
    },
  },
  foundForImport: {
    id: 'certificate/found-for-import',
    area: AREA,
    summary: 'A re-import names a certificate that exists.',
    how: 'enforced',
    source: 'thread',
    refusal: {
      name: 'ResourceNotFoundException',
      message: 'Could not find certificate {arn}.',
      wording: 'thread',
    },
  },
  region: {
    id: 'certificate/region',
    area: AREA,
    summary: 'An ARN of another region, partition or account than the request acts in is not found.',
    how: 'enforced',
    source: 'unverified',
  },
  inUse: {
    id: 'certificate/in-use',
    area: AREA,
    summary: 'A certificate in use cannot be deleted, nor for about 10 s after its last use ended.',
    how: 'switchable',
    source: 'thread',
    reference: '`inUseGrace`; wording: https://github.com/dfds/infrastructure-modules/issues/5',
    refusal: {
      name: 'ResourceInUseException',
      message: 'Certificate {arn} in account {account} is in use.',
      wording: 'thread',
    },
  },
  export: {
    id: 'certificate/export',
    area: AREA,
    summary: 'An imported certificate cannot be exported: its private key never comes back.',
    how: 'enforced',
    source: 'doc',
    reference: 'wording: https://github.com/floci-io/floci/issues/247 (a double)',
    refusal: {
      name: 'ValidationException',
      message: 'Certificate is not PRIVATE type and Export is not ENABLED',
      wording: 'unverified',
    },
  },
  describe: {
    id: 'certificate/describe',
    area: AREA,
    summary:
      'DescribeCertificate: `Serial` in lower-case hex with colons, `KeyAlgorithm` with a hyphen, full `Subject`, organisation as `Issuer`; no tags.',
    how: 'enforced',
    source: 'thread',
    reference:
      'a recorded answer; the hyphen of EC keys and an issuer without an organisation are unverified',
  },
  lateReads: {
    id: 'certificate/late-reads',
    area: AREA,
    summary: 'After an import, reads may answer with what was there before.',
    how: 'switchable',
    source: 'unverified',
    reference: '`lateReads`',
  },
  issuedOnly: {
    id: 'certificate/imported-only',
    area: AREA,
    summary: 'Certificates that ACM itself issues, renews, validates or revokes, and ACME endpoints.',
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
