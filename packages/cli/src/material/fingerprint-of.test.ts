import { describe, expect, it } from 'vitest';
import { fingerprintOf, leafOf } from './fingerprint-of.js';

const SHA256 = 'ab'.repeat(32);

describe('a leaf that a flag names', () => {
  it('is its fingerprint, however it is written', () => {
    const written = SHA256.toUpperCase().match(/../g)?.join(':') ?? '';
    expect([leafOf('--take-over', written), fingerprintOf('--leaf', written)]).toEqual([SHA256, SHA256]);
  });

  it('is a serial where a service shows no more, in the spelling of the contract', () => {
    expect(leafOf('--take-over', '0B:AD:C0:DE')).toBe('badc0de');
    expect(() => fingerprintOf('--leaf', '0B:AD:C0:DE')).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it.each(['', 'zz', SHA256.slice(1), `${SHA256}0`])('is not %j', (text) => {
    expect(() => leafOf('--take-over', text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
