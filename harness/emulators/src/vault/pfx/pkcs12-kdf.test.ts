import { describe, expect, it } from 'vitest';
import { bmpPassword, KDF_PURPOSE, type KdfInput, pkcs12Kdf } from './pkcs12-kdf.js';

function derived(given: Partial<KdfInput>): string {
  return pkcs12Kdf({
    hash: 'sha1',
    purpose: KDF_PURPOSE.key,
    password: bmpPassword('smeg'),
    salt: Buffer.from('0a58cf64530d823f', 'hex'),
    iterations: 1,
    length: 24,
    ...given,
  }).toString('hex');
}

describe('the key derivation of PKCS#12', () => {
  // Vectors that several libraries test themselves with, first published with the draft of PKCS#12.
  it('makes the known key', () => {
    expect(derived({})).toBe('8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3');
  });

  it('makes the known IV', () => {
    expect(derived({ purpose: KDF_PURPOSE.iv, length: 8 })).toBe('79993dfe048d3b76');
  });

  it('makes the known key of a thousand iterations', () => {
    const salt = Buffer.from('1682c0fc5b3f7ec5', 'hex');
    expect(derived({ password: bmpPassword('queeg'), salt, iterations: 1000 })).toBe(
      '483dd6e919d7de2e8e648ba8f862f3fbfbdc2bcb2c02957f',
    );
  });

  it('tells no password from an empty one', () => {
    expect(derived({ password: new Uint8Array() })).not.toBe(derived({ password: bmpPassword('') }));
  });
});
