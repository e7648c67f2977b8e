import type { KeyObject } from 'node:crypto';
import type { VaultCurve } from '../policy/vault-policy.js';

/** A key in the terms of Key Vault. */
export interface VaultKey {
  readonly kty: 'RSA' | 'EC';
  readonly size: number;
  readonly crv?: VaultCurve;
}

const CURVES: Readonly<Record<string, { crv: VaultCurve; size: number }>> = {
  prime256v1: { crv: 'P-256', size: 256 },
  secp384r1: { crv: 'P-384', size: 384 },
  secp521r1: { crv: 'P-521', size: 521 },
  secp256k1: { crv: 'P-256K', size: 256 },
};

export const RSA_SIZES: readonly number[] = [2048, 3072, 4096];

/** undefined: no key that Key Vault takes, see {@link keyText}. */
export function vaultKey(key: KeyObject): VaultKey | undefined {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') {
    const size = details?.modulusLength ?? 0;
    return RSA_SIZES.includes(size) ? { kty: 'RSA', size } : undefined;
  }
  const curve = CURVES[details?.namedCurve ?? ''];
  return key.asymmetricKeyType === 'ec' && curve !== undefined ? { kty: 'EC', ...curve } : undefined;
}

export function keyText(key: KeyObject): string {
  const details = key.asymmetricKeyDetails;
  return [key.asymmetricKeyType, details?.modulusLength ?? details?.namedCurve].filter(Boolean).join(' ');
}
