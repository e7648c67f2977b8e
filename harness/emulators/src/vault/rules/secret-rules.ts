import type { Rule } from '../../server/rule.js';

const AREA = 'Secrets';

/** Rules for the secret that belongs to a certificate. */
export const secretRules = {
  found: {
    id: 'secret/found',
    area: AREA,
    summary: 'The secret and the version exist and are not deleted.',
    how: 'enforced',
    source: 'thread',
    refusal: {
      name: 'SecretNotFound',
      status: 404,
      message:
        'A secret with (name/id) {id} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182',
      wording: 'thread',
    },
  },
  disabled: {
    id: 'secret/disabled',
    area: AREA,
    summary: 'A disabled version cannot be read.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/Azure/azure-sdk-for-js/issues/24756',
    refusal: {
      name: 'Forbidden',
      status: 403,
      inner: 'SecretDisabled',
      message: 'Operation get is not allowed on a disabled secret.',
      wording: 'thread',
    },
  },
  value: {
    id: 'secret/value',
    area: AREA,
    summary: 'The value is base64 of a PFX without a password, or PEM with a PKCS#8 key; `managed` is true.',
    how: 'switchable',
    source: 'doc',
    reference: '`secretPfxEncryption`: how the service encrypts it is unverified',
  },
  notExportable: {
    id: 'secret/not-exportable',
    area: AREA,
    summary: 'Without an exportable key the value holds the certificates alone.',
    how: 'switchable',
    source: 'doc',
    reference:
      'https://learn.microsoft.com/azure/key-vault/certificates/how-to-export-certificate; `notExportableSecret`; the form of such a value is unverified',
    refusal: {
      name: 'Forbidden',
      status: 403,
      message: 'The key of the certificate is not exportable.',
      wording: 'unverified',
    },
  },
  others: {
    id: 'secret/others',
    area: AREA,
    summary: 'Secrets that belong to no certificate, and lists of secrets.',
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
