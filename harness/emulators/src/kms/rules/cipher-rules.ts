import type { Rule } from '../../server/rule.js';

const AREA = 'Ciphertext';
const DECRYPT = 'https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html';

/** Rules for what is encrypted and decrypted, and for every call. */
export const cipherRules = {
  sizes: {
    id: 'kms/sizes',
    area: AREA,
    summary: 'Plaintext of 1 to 4,096 bytes, ciphertext of 1 to 6,144.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model: PlaintextType, CiphertextType',
  },
  context: {
    id: 'kms/encryption-context',
    area: AREA,
    summary: 'Decrypt needs the very encryption context of Encrypt, by name and value, in any order.',
    how: 'enforced',
    source: 'doc',
    reference: DECRYPT,
    // The real message is empty, too.
    refusal: { name: 'InvalidCiphertextException', message: '', wording: 'unverified' },
  },
  ciphertext: {
    id: 'kms/ciphertext',
    area: AREA,
    summary: 'A ciphertext is one that Encrypt made, unchanged.',
    how: 'enforced',
    source: 'doc',
    reference: DECRYPT,
    refusal: { name: 'InvalidCiphertextException', message: '', wording: 'unverified' },
  },
  incorrectKey: {
    id: 'kms/incorrect-key',
    area: AREA,
    summary: 'A KeyId in Decrypt is the key of the ciphertext; without one the ciphertext names its key.',
    how: 'enforced',
    source: 'doc',
    reference: DECRYPT,
    refusal: {
      name: 'IncorrectKeyException',
      message: 'The key ID in the request does not identify a CMK that can perform this operation.',
      wording: 'unverified',
    },
  },
  rates: {
    id: 'kms/rates',
    area: 'Protocol, identity, rates',
    summary: 'Calls a second of an account and region; HTTP 400, by name.',
    how: 'switchable',
    source: 'doc',
    reference:
      '`rates`; https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html: symmetric operations share one quota, which is not emulated',
    refusal: {
      name: 'ThrottlingException',
      message: 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
      wording: 'unverified',
    },
  },
  permissions: {
    id: 'kms/permissions',
    area: 'Protocol, identity, rates',
    summary: 'A policy as the only permissions of an access key or role: AccessDeniedException.',
    how: 'switchable',
    source: 'doc',
    reference: '`allow`; the resource is the ARN of the key, also when an alias was named',
  },
  signature: {
    id: 'kms/signature',
    area: 'Protocol, identity, rates',
    summary: 'Signature Version 4, as in ACM.',
    how: 'switchable',
    source: 'doc',
    reference: "`sigv4: 'check'`",
  },
  operations: {
    id: 'kms/other-operations',
    area: 'Protocol, identity, rates',
    summary: 'Everything but Encrypt, Decrypt and DescribeKey: UnknownOperationException.',
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
