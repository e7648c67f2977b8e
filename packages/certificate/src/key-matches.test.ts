import { createPrivateKey } from 'node:crypto';
import type { PrivateKey } from '@certctl/plugin-api';
import { describe, expect, it } from 'vitest';
import { issueLeaf } from './issue/index.js';
import { keyMatches, keySignsFor } from './key-matches.js';
import { readPrivateKey } from './read-private-key.js';

describe('keyMatches', () => {
  it('is true for the key of the certificate and for no other', async () => {
    const leaf = await issueLeaf('self', { names: ['example.com'] });
    const other = await issueLeaf('self', { names: ['example.com'] });
    expect(keyMatches(readPrivateKey(leaf.privateKeyPem), leaf.facts)).toBe(true);
    expect(keyMatches(readPrivateKey(leaf.privateKeyPem), { ...leaf.facts })).toBe(true);
    expect(keyMatches(readPrivateKey(other.privateKeyPem), leaf.facts)).toBe(false);
  });

  it('is asked once of the same bytes, and of others again', async () => {
    const leaf = await issueLeaf('self', { names: ['example.com'] });
    const other = await issueLeaf('self', { names: ['example.com'] });
    const key = () => readPrivateKey(leaf.privateKeyPem);
    for (const _ of [1, 2]) {
      expect(keyMatches(key(), leaf.facts)).toBe(true);
      expect(keyMatches(key(), other.facts)).toBe(false);
      expect(keyMatches(readPrivateKey(other.privateKeyPem), leaf.facts)).toBe(false);
    }
  });

  it('does not hide that a key was destroyed', async () => {
    const leaf = await issueLeaf('self', { names: ['example.com'] });
    const key = readPrivateKey(leaf.privateKeyPem);
    key.destroy();
    expect(() => keyMatches(key, leaf.facts)).toThrow('destroyed');
  });
});

describe('keySignsFor', () => {
  /** A key whose public half is right and whose private exponents are not, as damage leaves it. */
  function damaged(privateKeyPem: string): PrivateKey {
    const jwk = createPrivateKey(privateKeyPem).export({ format: 'jwk' });
    const wrong = createPrivateKey({
      key: { ...jwk, d: jwk.dp ?? '', dp: jwk.dq ?? '', dq: jwk.dp ?? '' },
      format: 'jwk',
    });
    return readPrivateKey(wrong.export({ type: 'pkcs8', format: 'pem' }));
  }

  it('is a proof for those bytes alone: what was proven says nothing of a key that was damaged since', async () => {
    const leaf = await issueLeaf('self', { names: ['example.com'], keyAlgorithm: 'RSA-2048' });
    for (const _ of [1, 2]) {
      expect(keySignsFor(readPrivateKey(leaf.privateKeyPem), leaf.facts)).toBe(true);
      const wrong = damaged(leaf.privateKeyPem);
      expect(keyMatches(wrong, leaf.facts)).toBe(true);
      expect(keySignsFor(wrong, leaf.facts)).toBe(false);
    }
  });
});
