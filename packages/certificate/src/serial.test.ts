import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseSerial, serialFromDecimal, serialFromInteger } from './serial.js';

const NORMAL = /^(?:0|-?[1-9a-f][0-9a-f]*)$/;

const number = fc.bigInt({ min: -(2n ** 160n), max: 2n ** 160n });

/** The same number as people and services write it. */
const spelled = fc
  .record({
    number,
    zeros: fc.nat(5),
    prefix: fc.constantFrom('', '0x', '0X'),
    separator: fc.constantFrom('', ':', ' '),
    upper: fc.boolean(),
  })
  .map(({ number, zeros, prefix, separator, upper }) => {
    const magnitude = (number < 0n ? -number : number).toString(16);
    const digits = '0'.repeat(zeros) + magnitude;
    const cased = upper ? digits.toUpperCase() : digits;
    const pairs = cased.match(/.{1,2}/g) ?? [];
    return { number, text: `${number < 0n ? '-' : ''}${prefix}${pairs.join(separator)}` };
  });

describe('normaliseSerial', () => {
  it('reads the forms that openssl, ACM and browsers print', () => {
    expect(normaliseSerial('03:e9')).toBe('3e9');
    expect(normaliseSerial('0x03E9')).toBe('3e9');
    expect(normaliseSerial(' 00 03 E9\n')).toBe('3e9');
    expect(normaliseSerial('00')).toBe('0');
    expect(normaliseSerial('-0A')).toBe('-a');
    expect(normaliseSerial('-00')).toBe('0');
  });

  it('keeps the number, whatever the spelling', () => {
    fc.assert(
      fc.property(spelled, ({ number, text }) => {
        const normal = normaliseSerial(text);
        expect(normal).toMatch(NORMAL);
        expect(normal).toBe(number.toString(16));
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(spelled, ({ text }) => {
        expect(normaliseSerial(normaliseSerial(text))).toBe(normaliseSerial(text));
      }),
    );
  });

  it.each(['', '0x', ':', 'xyz', '3e9g', '--1', '1-', '0x0x1'])('refuses %j', (text) => {
    expect(() => normaliseSerial(text)).toThrow(expect.objectContaining({ code: 'certificate_unreadable' }));
  });
});

describe('serialFromDecimal', () => {
  it('agrees with the hexadecimal form', () => {
    fc.assert(
      fc.property(number, (value) => {
        expect(serialFromDecimal(value.toString())).toBe(normaliseSerial(value.toString(16)));
      }),
    );
  });

  it.each(['', '3e9', '1.0', '9'.repeat(200)])('refuses %j', (text) => {
    expect(() => serialFromDecimal(text)).toThrow(
      expect.objectContaining({ code: 'certificate_unreadable' }),
    );
  });
});

describe('serialFromInteger', () => {
  it.each([
    ['00', '0'],
    ['7f', '7f'],
    ['00ff', 'ff'],
    ['ff', '-1'],
    ['80', '-80'],
    ['ff7f', '-81'],
  ])('reads the INTEGER %s as %s', (hex, serial) => {
    expect(serialFromInteger(Buffer.from(hex, 'hex'))).toBe(serial);
  });
});
