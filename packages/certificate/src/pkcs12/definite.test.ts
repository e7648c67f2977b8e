import { describe, expect, it } from 'vitest';
import { DerError } from '../der.js';
import { definite } from './definite.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('definite', () => {
  it.each([
    ['is in DER already', '30 03 02 01 05', '30 03 02 01 05'],
    ['has an indefinite length', '30 80 02 01 05 00 00', '30 03 02 01 05'],
    ['has a length of more bytes than it needs', '30 82 00 03 02 01 05', '30 03 02 01 05'],
    ['has indefinite lengths within each other', 'a0 80 30 80 05 00 00 00 00 00', 'a0 04 30 02 05 00'],
    ['is an octet string in pieces', '24 80 04 01 aa 04 02 bb cc 00 00', '04 03 aa bb cc'],
    ['is an octet string of pieces of pieces', '24 07 24 03 04 01 aa 04 00', '04 01 aa'],
    ['has zeros that end nothing', '04 02 00 00', '04 02 00 00'],
  ])('makes DER of what %s', (_, given, expected) => {
    expect(Buffer.from(definite(hex(given))).toString('hex')).toBe(expected.replaceAll(' ', ''));
  });

  it.each([
    ['is nothing', ''],
    ['is cut off', '30 05 02 01 05'],
    ['has no end', '30 80 02 01 05'],
    ['holds an element that is longer than itself', '30 03 02 05 05 00 00'],
    ['is primitive and has no length', '04 80 aa 00 00'],
    ['is followed by something', '05 00 05 00'],
    ['has a tag of several bytes', '1f 81 01 00'],
    ['is an octet string of something else', '24 03 02 01 05'],
    ['has a length that nothing has', '30 87 01 01 01 01 01 01 01'],
    ['is nested deeper than anything', '30 80 '.repeat(100_000)],
  ])('refuses what %s', (_, given) => {
    expect(() => definite(hex(given))).toThrow(DerError);
  });
});
