import { describe, expect, it } from 'vitest';
import { bmpPassword, deriveKey, PURPOSE } from './derive-key.js';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('deriveKey', () => {
  /** The vectors that implementations pass around since PKCS#12 was a draft; `smeg`, and `queeg`. */
  it.each([
    ['smeg', PURPOSE.key, '0a58cf64530d823f', 1, 24, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['smeg', PURPOSE.iv, '0a58cf64530d823f', 1, 8, '79993dfe048d3b76'],
    ['smeg', PURPOSE.mac, '3d83c0e4546ac140', 1, 20, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['queeg', PURPOSE.key, '05dec959acff72f7', 1_000, 24, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
    ['queeg', PURPOSE.iv, '05dec959acff72f7', 1_000, 8, '11dedad7758d4860'],
    ['queeg', PURPOSE.mac, '263216fcc2fab31c', 1_000, 20, '5ec4c7a80df652294c3925b6489a7ab857c83476'],
  ])('derives from "%s" for purpose %i', (passphrase, purpose, salt, iterations, length, expected) => {
    const password = bmpPassword(passphrase);
    const derived = deriveKey({ digest: 'sha1', purpose, password, salt: hex(salt), iterations, length });
    expect(derived.toString('hex')).toBe(expected);
  });
});

describe('bmpPassword', () => {
  it('is UTF-16, big-endian, with two zero bytes at the end', () => {
    expect(bmpPassword('Beavis').toString('hex')).toBe('0042006500610076006900730000');
    expect(bmpPassword('').toString('hex')).toBe('0000');
  });
});
