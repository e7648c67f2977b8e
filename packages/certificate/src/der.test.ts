import { describe, expect, it } from 'vitest';
import { childrenOf, DerError, onlyElement, readOid, TAG } from './der.js';
import { readTime } from './der-time.js';

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

describe('onlyElement', () => {
  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an indefinite length', '30800000'],
    ['a length in more bytes than it needs', '308101ff'],
    ['a length with a leading zero', `30820080${'00'.repeat(128)}`],
    ['a length of five bytes', '308500000000010000'],
    ['less than the length says', '300500'],
    ['bytes after the end', '300000'],
    ['a tag of two bytes', '3f8100'],
    ['another tag', '0400'],
  ])('refuses %s', (_, hex) => {
    expect(() => onlyElement(bytes(hex), TAG.sequence)).toThrow(DerError);
  });

  it('reads long lengths', () => {
    expect(onlyElement(bytes(`048180${'aa'.repeat(128)}`), TAG.octetString).content).toHaveLength(128);
    expect(onlyElement(bytes(`04820100${'aa'.repeat(256)}`), TAG.octetString).content).toHaveLength(256);
  });

  it('does not let a child reach past its parent', () => {
    const parent = onlyElement(bytes('30020403'), TAG.sequence);
    expect(() => childrenOf(parent)).toThrow(DerError);
  });
});

describe('readOid', () => {
  it.each([
    ['06032a0304', '1.2.3.4'],
    ['0603551d11', '2.5.29.17'],
    ['06092a864886f70d010101', '1.2.840.113549.1.1.1'],
    ['0603883703', '2.999.3'],
  ])('reads %s as %s', (hex, oid) => {
    expect(readOid(onlyElement(bytes(hex), TAG.oid))).toBe(oid);
  });

  it.each(['0600', '060181', '06032a8001'])('refuses %s', (hex) => {
    expect(() => readOid(onlyElement(bytes(hex), TAG.oid))).toThrow(DerError);
  });
});

describe('readTime', () => {
  function time(tag: number, text: string): number {
    const content = new Uint8Array(Buffer.from(text));
    return readTime({ tag, content, bytes: content });
  }

  it('puts the two digits of a UTCTime between 1950 and 2049', () => {
    expect(time(TAG.utcTime, '500101000000Z')).toBe(Date.UTC(1950, 0, 1));
    expect(time(TAG.utcTime, '491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
  });

  it('reads GeneralizedTime, up to the one that means no end', () => {
    expect(time(TAG.generalizedTime, '20500101000000Z')).toBe(Date.UTC(2050, 0, 1));
    expect(time(TAG.generalizedTime, '99991231235959Z')).toBe(Date.UTC(9999, 11, 31, 23, 59, 59));
  });

  it.each([
    [TAG.utcTime, '2301010000Z'],
    [TAG.utcTime, '230101000000+0100'],
    [TAG.utcTime, '230230000000Z'],
    [TAG.utcTime, '231301000000Z'],
    [TAG.utcTime, '230101240000Z'],
    [TAG.utcTime, '230101000060Z'],
    [TAG.generalizedTime, '20230101000000.5Z'],
    [TAG.generalizedTime, '20230101000000'],
    [TAG.octetString, '230101000000Z'],
    [TAG.utcTime, ''],
  ])('refuses tag %i %j', (tag, text) => {
    expect(() => time(tag, text)).toThrow(DerError);
  });
});
