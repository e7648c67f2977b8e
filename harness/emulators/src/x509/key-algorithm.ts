import type { KeyObject } from 'node:crypto';

/** Spelling of the API's enumeration `KeyAlgorithm`. */
export const KEY_ALGORITHMS = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const;

export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

export type KeyAlgorithmReading =
  | { readonly kind: 'supported'; readonly algorithm: KeyAlgorithm }
  | { readonly kind: 'length'; readonly length: string }
  | { readonly kind: 'algorithm' };

/** The algorithm of a public or private key in ACM's terms, or in which way it is not one of ACM's. */
export function keyAlgorithm(key: KeyObject): KeyAlgorithmReading {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa')
    return reading(`RSA_${details?.modulusLength}`, String(details?.modulusLength));
  if (key.asymmetricKeyType === 'ec')
    return reading(`EC_${details?.namedCurve}`, String(details?.namedCurve));
  return { kind: 'algorithm' };
}

function reading(name: string, length: string): KeyAlgorithmReading {
  const algorithm = KEY_ALGORITHMS.find((known) => known === name);
  return algorithm === undefined ? { kind: 'length', length } : { kind: 'supported', algorithm };
}

/** As DescribeCertificate and ListCertificates spell it: `RSA-2048`, recorded from the real service. */
export function hyphenated(algorithm: KeyAlgorithm): string {
  return algorithm.replace('_', '-');
}
