import { describe, expect, it } from 'vitest';
import { sameCertificate, sameChain } from './same-certificate.js';

const a = Uint8Array.of(1, 2, 3);
const b = Uint8Array.of(1, 2, 4);

describe('sameCertificate', () => {
  it('compares every byte', () => {
    expect(sameCertificate(a, Uint8Array.of(0, 1, 2, 3).subarray(1))).toBe(true);
    expect(sameCertificate(a, b)).toBe(false);
    expect(sameCertificate(a, a.subarray(0, 2))).toBe(false);
  });
});

describe('sameChain', () => {
  it('wants the same certificates in the same order', () => {
    expect(sameChain([], [])).toBe(true);
    expect(sameChain([a, b], [a.slice(), b.slice()])).toBe(true);
    expect(sameChain([a, b], [b, a])).toBe(false);
    expect(sameChain([a], [a, b])).toBe(false);
    expect(sameChain([a, b], [a])).toBe(false);
  });
});
