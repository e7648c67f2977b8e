import { describe, expect, it } from 'vitest';
import { derivePbkdf2 } from './derive-pbkdf2.js';

describe('PBKDF2', () => {
  // RFC 7914, 11.
  it.each([
    [
      'passwd',
      'salt',
      1,
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    ],
    [
      'Password',
      'NaCl',
      80_000,
      '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d',
    ],
  ])(
    'derives from %s and %s in %i rounds what its standard says',
    async (password, salt, rounds, expected) => {
      const derived = await derivePbkdf2(password, Buffer.from(salt), rounds, 64, 'sha256');
      expect(derived.toString('hex')).toBe(expected);
    },
  );

  it('of many rounds lets the process go on meanwhile', async () => {
    let turns = 0;
    let isDone = false;
    const deriving = derivePbkdf2('', Buffer.alloc(16), 400_000, 32, 'sha256').then(() => {
      isDone = true;
    });
    while (!isDone) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await deriving;
    expect(turns).toBeGreaterThan(3);
  });
});
