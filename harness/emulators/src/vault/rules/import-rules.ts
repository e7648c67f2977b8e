import type { Rule } from '../../server/rule.js';

const AREA = 'Import';

const UNREADABLE_PFX =
  'The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format.';

/** Rules for what is imported. */
export const importRules = {
  name: {
    id: 'import/name',
    area: AREA,
    summary: 'A name is 1 to 127 letters, digits and hyphens.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'BadParameter',
      message: 'The request URI contains an invalid name: {name}',
      wording: 'unverified',
    },
  },
  value: {
    id: 'import/value',
    area: AREA,
    summary: 'There is a value.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'BadParameter',
      message: 'The parameter value is required.',
      wording: 'unverified',
    },
  },
  pfx: {
    id: 'import/pfx',
    area: AREA,
    summary:
      'A PFX is base64 of PKCS#12 that the password opens: its MAC holds, its bags can be decrypted and read.',
    how: 'enforced',
    source: 'thread',
    reference: 'that a wrong password is answered in the same words is unverified',
    refusal: { name: 'BadParameter', message: UNREADABLE_PFX, wording: 'thread' },
  },
  pfxEncryption: {
    id: 'import/pfx-encryption',
    area: AREA,
    summary:
      'PBES2 with AES of 128, 192, 256 bits (PBKDF2 with SHA-1 or SHA-2), or pbeWithSHAAnd3-KeyTripleDES-CBC.',
    how: 'switchable',
    source: 'unverified',
    reference: '`pfxEncryptions`; a thread of 2019 says that AES was refused',
    refusal: { name: 'BadParameter', message: UNREADABLE_PFX, wording: 'thread' },
  },
  rc2: {
    id: 'import/pfx-rc2',
    area: AREA,
    summary:
      'A PFX whose certificates are encrypted with RC2 of 40 bits is refused here; the service may read it.',
    how: 'not emulated',
    source: 'unverified',
  },
  pfxKey: {
    id: 'import/pfx-key',
    area: AREA,
    summary: 'A PFX holds one private key and the certificate that it belongs to.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/Azure/azure-sdk-for-net/issues/26492',
    refusal: {
      name: 'BadParameter',
      message:
        'No certificate with private key found in the specified X.509 certificate content. Please specify X.509 certificate content with only one certificate containing private key.',
      wording: 'thread',
    },
  },
  pem: {
    id: 'import/pem',
    area: AREA,
    summary: 'PEM is text of certificates and one key, with nothing else but white space, or base64 of it.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/MicrosoftDocs/azure-docs/issues/23558',
    refusal: {
      name: 'BadParameter',
      message:
        'The specified PEM X.509 certificate content can not be read. Please check if certificate is in valid PEM format. Accepted formats: PEM content or Base64 encoded PEM content.',
      wording: 'thread',
    },
  },
  pemKey: {
    id: 'import/pem-key',
    area: AREA,
    summary:
      'The key of a PEM import is one PKCS#8 block that is not encrypted; PKCS#1 and SEC 1 are refused.',
    how: 'enforced',
    source: 'doc',
    reference: 'wording: https://github.com/hashicorp/terraform-provider-azurerm/issues/23537',
    refusal: {
      name: 'BadParameter',
      message:
        'Private key is not specified in the specified X.509 PEM certificate content. Please specify private key in the X.509 PEM certificate content.',
      wording: 'thread',
    },
  },
  keyMatches: {
    id: 'import/key-matches',
    area: AREA,
    summary: 'The private key belongs to one of the certificates.',
    how: 'enforced',
    source: 'unverified',
    refusal: {
      name: 'BadParameter',
      message: 'The specified private key does not match the X.509 certificate.',
      wording: 'unverified',
    },
  },
  expired: {
    id: 'import/expired',
    area: AREA,
    summary: 'The certificate has not expired.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://learn.microsoft.com/azure/key-vault/certificates/faq',
    refusal: {
      name: 'BadParameter',
      message: 'The specified X.509 certificate has expired.',
      wording: 'unverified',
    },
  },
  keyType: {
    id: 'import/key-type',
    area: AREA,
    summary: 'RSA of 2048, 3072 or 4096 bits; EC on P-256, P-384, P-521 or P-256K.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'BadParameter',
      message: 'The key of the specified X.509 certificate is not supported: {key}.',
      wording: 'unverified',
    },
  },
  newVersion: {
    id: 'import/new-version',
    area: AREA,
    summary: 'Every import makes a version of its own, with 32 hexadecimal digits for a name.',
    how: 'enforced',
    source: 'doc',
  },
  chain: {
    id: 'import/chain',
    area: AREA,
    summary: 'The chain is kept. It is not verified.',
    how: 'enforced',
    source: 'unverified',
  },
  certOrder: {
    id: 'import/cert-order',
    area: AREA,
    summary:
      'Without `preserveCertOrder` the leaf comes first in the secret, with it the order is kept. Read from api-version 2025-07-01 on.',
    how: 'switchable',
    source: 'doc',
    reference: '`chainOrder`: how the others are ordered behind the leaf is unverified',
  },
  lateReads: {
    id: 'import/late-reads',
    area: AREA,
    summary: 'After an import the latest version may still be the one before.',
    how: 'switchable',
    source: 'unverified',
    reference: '`lateReads`',
  },
} as const satisfies Record<string, Rule>;
