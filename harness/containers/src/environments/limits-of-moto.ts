import type { Unprovable } from '@certctl/conformance';

/** What moto does not do as the service does. LocalStack answers for ACM with the code of moto. */
export const NOT_PROVEN_OF_MOTO: readonly string[] = [
  'That the service refuses what it must: moto takes a key that does not belong to the leaf, any chain, another key type on a re-import, and tags with one. Refusals are proven on fake-acm.',
  'That the key which is stored belongs to the leaf: no imported key is given back.',
  'The end of the chain: moto puts a CA of Amazon behind each that nobody has sent, and it is left out of what is compared.',
  'The form of the serial, which moto gives in decimal and the service in hexadecimal pairs; the leaf is compared by its bytes.',
  'Pages of a list, which moto gives whole whatever was asked for, and SearchCertificates, which it does not have.',
  'Signatures and IAM: moto reads who signed a request, and verifies nothing.',
  'How long AWS shows an old certificate after an import, and which of its rates apply to an account.',
  'Faults: they are made by the proxy before the container, in the words of the documentation.',
];

export const CANNOT_OF_MOTO: readonly Unprovable[] = [
  {
    slug: 'chain/none-is-none',
    reason: 'moto gives a chain with a CA of Amazon to a certificate that was imported without one',
  },
];
