import { ALL_CASES } from '@certctl/conformance';
import { describe, expect, it } from 'vitest';
import { fakeAcmContainer, fakeVaultContainer, localStack, lowkeyVault, moto } from '../index.js';

const IMAGE = { image: 'given:1', origin: 'built for a test' };
const ENVIRONMENTS = [fakeAcmContainer, fakeVaultContainer, localStack, lowkeyVault, moto].map((make) =>
  make(IMAGE),
);

describe.each(ENVIRONMENTS)('$name', ({ tier, title, notProven, cannot }) => {
  it('says that it is a container, and of what image', () => {
    expect(tier).toBe('container');
    expect(title).toContain('built for a test');
  });

  it('says what it does not prove, and names cases that there are', () => {
    expect(notProven.length).toBeGreaterThan(0);
    const slugs = ALL_CASES.map(({ slug }) => slug);
    for (const { slug, reason } of cannot) {
      expect(slugs).toContain(slug);
      expect(reason).not.toBe('');
    }
    expect(new Set(cannot.map(({ slug }) => slug)).size).toBe(cannot.length);
  });
});
