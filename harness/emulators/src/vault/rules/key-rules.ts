import type { Rule } from '../../server/rule.js';

const AREA = 'Keys';
const DATES =
  'https://learn.microsoft.com/azure/key-vault/keys/about-keys-details#date-time-controlled-operations';

/** Rules for keys that wrap other keys. */
export const keyRules = {
  found: {
    id: 'key/found',
    area: AREA,
    summary: 'The key and the version exist and are not deleted.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'KeyNotFound',
      status: 404,
      message:
        'A key with (name/id) {id} was not found in this key vault. If you recently deleted this key you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182',
      wording: 'unverified',
    },
  },
  disabled: {
    id: 'key/disabled',
    area: AREA,
    summary: 'A disabled key does not unwrap. That it still wraps was seen on the service.',
    how: 'switchable',
    source: 'thread',
    reference: 'https://github.com/Azure/azure-sdk-for-python/issues/45342; `disabledKeyWraps`',
    refusal: {
      name: 'Forbidden',
      status: 403,
      inner: 'KeyDisabled',
      message: 'Operation {operation} is not allowed on a disabled key.',
      wording: 'thread',
    },
  },
  expired: {
    id: 'key/expired',
    area: AREA,
    summary: 'An expired key does not wrap, and goes on unwrapping.',
    how: 'enforced',
    source: 'doc',
    reference: DATES,
    refusal: {
      name: 'Forbidden',
      status: 403,
      inner: 'KeyExpired',
      message: 'Operation {operation} is not allowed on an expired key.',
      wording: 'unverified',
    },
  },
  operations: {
    id: 'key/operations',
    area: AREA,
    summary: 'The operation is among those of the key (`key_ops`).',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'Forbidden',
      status: 403,
      inner: 'KeyOperationForbidden',
      message: 'Operation {operation} is not permitted on this key.',
      wording: 'unverified',
    },
  },
  value: {
    id: 'key/value',
    area: AREA,
    summary:
      'What is wrapped fits the key; what is unwrapped was wrapped by this version with this algorithm.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'BadParameter',
      message: 'The parameter is incorrect.',
      wording: 'unverified',
    },
  },
  algorithms: {
    id: 'key/algorithms',
    area: AREA,
    summary: 'RSA-OAEP and RSA-OAEP-256. RSA1_5, keys of other types, and keys of HSMs.',
    how: 'not emulated',
    source: 'doc',
  },
  others: {
    id: 'key/others',
    area: AREA,
    summary: 'Making, importing, listing, rotating and deleting keys over the API; the keys of certificates.',
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
