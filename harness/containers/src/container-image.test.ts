import { afterEach, describe, expect, it, vi } from 'vitest';
import { imageOf, imageVariable, OFFICIAL_IMAGES } from './container-image.js';

afterEach(() => vi.unstubAllEnvs());

describe('the image of an environment', () => {
  it('is the one of its publisher, pinned', () => {
    for (const image of Object.values(OFFICIAL_IMAGES)) expect(image).toMatch(/:(?!latest)[\w.-]+$/);
    expect(imageOf('moto')).toEqual({ image: OFFICIAL_IMAGES.moto });
  });

  it('is the one that a variable names', () => {
    vi.stubEnv(imageVariable('lowkey-vault'), 'registry.example.com/lowkey:1');
    expect(imageVariable('lowkey-vault')).toBe('CERTCTL_IMAGE_LOWKEY_VAULT');
    expect(imageOf('lowkey-vault')).toEqual({ image: 'registry.example.com/lowkey:1' });
    expect(imageOf('moto')).toEqual({ image: OFFICIAL_IMAGES.moto });
  });

  it('is the one that the caller gives, whatever a variable names', () => {
    vi.stubEnv(imageVariable('moto'), 'another:1');
    expect(imageOf('moto', { image: 'given:1' })).toEqual({ image: 'given:1' });
  });
});
