import type { Rule } from '../../server/rule.js';

const AREA = 'Keys';
const STATES = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html';

/** Rules for the key that a call names. */
export const keyRules = {
  keyId: {
    id: 'kms/key-id',
    area: AREA,
    summary: 'A KeyId is a key id, a key ARN, `alias/NAME`, or the ARN of an alias.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html',
    refusal: { name: 'NotFoundException', message: "Invalid keyId '{keyId}'", wording: 'unverified' },
  },
  found: {
    id: 'kms/key-found',
    area: AREA,
    summary: 'The key exists in the account and region.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/boto/botocore/issues/2107',
    refusal: { name: 'NotFoundException', message: "Key '{arn}' does not exist", wording: 'thread' },
  },
  alias: {
    id: 'kms/alias-found',
    area: AREA,
    summary: 'An alias stands for the key that it was last pointed at.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    refusal: { name: 'NotFoundException', message: 'Alias {arn} is not found.', wording: 'unverified' },
  },
  region: {
    id: 'kms/region',
    area: AREA,
    summary: 'An ARN of another region than that of the endpoint is refused.',
    how: 'enforced',
    source: 'doc',
    refusal: { name: 'NotFoundException', message: 'Invalid arn {region}', wording: 'unverified' },
  },
  disabled: {
    id: 'kms/key-enabled',
    area: AREA,
    summary: 'A disabled key neither encrypts nor decrypts; it is described.',
    how: 'enforced',
    source: 'doc',
    reference: `${STATES}; that the message names the ARN: https://github.com/aws/aws-cryptographic-material-providers-library/pull/1235`,
    refusal: { name: 'DisabledException', message: '{arn} is disabled.', wording: 'unverified' },
  },
  pendingDeletion: {
    id: 'kms/key-pending-deletion',
    area: AREA,
    summary: 'Nor does a key that is about to be deleted, until its deletion is cancelled and it is enabled.',
    how: 'enforced',
    source: 'doc',
    reference: STATES,
    refusal: {
      name: 'KMSInvalidStateException',
      message: '{arn} is pending deletion.',
      wording: 'unverified',
    },
  },
  usage: {
    id: 'kms/key-usage',
    area: AREA,
    summary: 'A key for signatures does not encrypt.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html',
    refusal: {
      name: 'InvalidKeyUsageException',
      message: '{arn} key usage is {usage} which is not valid for Encrypt or Decrypt.',
      wording: 'unverified',
    },
  },
  others: {
    id: 'kms/other-keys',
    area: AREA,
    summary: 'Asymmetric and multi-Region keys, key policies, grants, custom key stores, imported material.',
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
