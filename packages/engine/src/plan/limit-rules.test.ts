import { readCertificate } from '@certctl/certificate';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type Material, PrivateKey, type StoreLimits } from '@certctl/plugin-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { limitFindings } from './limit-rules.js';

const LIMITS: StoreLimits = {
  tags: {
    most: 3,
    nameLength: 10,
    valueLength: 5,
    characters: '[a-z:]*',
    reservedPrefixes: ['aws:'],
    source: 'a document',
  },
};

let material: Material;
beforeAll(async () => {
  const leaf = await issueLeaf(await issueAuthority(), { names: ['example.com'] });
  material = {
    leaf: readCertificate(leaf.certificatePem),
    chain: [],
    privateKey: new PrivateKey(new Uint8Array(60)),
  };
});

const messages = (tags: Record<string, string>, limits = LIMITS): string[] =>
  limitFindings(limits, material, tags).map((finding) => finding.message);

describe('the limits of a service', () => {
  it('let pass what is within them', () => {
    expect(messages({ a: 'b', abcdefghij: 'abcde', c: '' })).toEqual([]);
  });

  it.each([
    ['one tag too many', { a: '', b: '', c: '', d: '' }, '4 tags'],
    ['a name too long', { abcdefghijk: '' }, '11 characters'],
    ['an empty name', { '': 'a' }, '0 characters'],
    ['a value too long', { a: 'abcdef' }, '6 characters'],
    ['a character that is not taken', { a: 'A' }, 'does not take'],
    ['a prefix of the vendor', { 'aws:x': 'a' }, 'reserves'],
  ])('refuse %s', (_, tags, reason) => {
    expect(messages(tags)).toEqual([expect.stringContaining(reason)]);
  });

  it('refuse material that is too large, naming which part', () => {
    const limits: StoreLimits = {
      certificateBytes: { most: 10, source: 'a document' },
      privateKeyBytes: { most: 10, source: 'a document' },
      chainBytes: { most: 0, source: 'a document' },
    };
    const [key, certificate, ...others] = messages({}, limits);
    expect([key, certificate]).toEqual([
      expect.stringContaining('the private key'),
      expect.stringContaining('the certificate'),
    ]);
    expect(others).toEqual([]);
  });
});
