import { describe, expect, it } from 'vitest';
import { onlyElement, readOid, TAG } from './der.js';
import { element, integer, objectIdentifier, octetString, sequence } from './write-der.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('what is written in DER', () => {
  it.each([
    [0, '020100'],
    [5, '020105'],
    [127, '02017f'],
    [128, '02020080'],
    [2_048, '02020800'],
    [65_535, '020300ffff'],
    [2 ** 47, '020700800000000000'],
  ])('is the number %i with a sign of its own', (value, expected) => {
    expect(hex(integer(value))).toBe(expected);
  });

  it('has lengths in the fewest bytes', () => {
    for (const length of [0, 127, 128, 255, 256, 65_535, 65_536]) {
      const written = octetString(new Uint8Array(length));
      expect(onlyElement(written, TAG.octetString).content).toHaveLength(length);
    }
  });

  it.each(['1.2.840.113549.1.7.1', '2.16.840.1.101.3.4.1.42', '1.3.14.3.2.26', '0.9.2342.19200300.100.1.1'])(
    'is the object identifier %s, as it is read',
    (dotted) => {
      expect(readOid(onlyElement(objectIdentifier(dotted), TAG.oid))).toBe(dotted);
    },
  );

  it('holds what it is made of, in its order', () => {
    expect(hex(sequence(integer(1), element(TAG.explicit, octetString(Uint8Array.of(7)))))).toBe(
      '3008020101a003040107',
    );
  });
});
