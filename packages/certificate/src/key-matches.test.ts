import { describe, expect, it } from 'vitest';
import { issueLeaf } from './issue/index.js';
import { keyMatches } from './key-matches.js';
import { readPrivateKey } from './read-private-key.js';

describe('keyMatches', () => {
  it('is true for the key of the certificate and for no other', async () => {
    const leaf = await issueLeaf('self', { names: ['example.com'] });
    const other = await issueLeaf('self', { names: ['example.com'] });
    expect(keyMatches(readPrivateKey(leaf.privateKeyPem), leaf.facts)).toBe(true);
    expect(keyMatches(readPrivateKey(leaf.privateKeyPem), { ...leaf.facts })).toBe(true);
    expect(keyMatches(readPrivateKey(other.privateKeyPem), leaf.facts)).toBe(false);
  });

  it('does not hide that a key was destroyed', async () => {
    const leaf = await issueLeaf('self', { names: ['example.com'] });
    const key = readPrivateKey(leaf.privateKeyPem);
    key.destroy();
    expect(() => keyMatches(key, leaf.facts)).toThrow('destroyed');
  });
});
