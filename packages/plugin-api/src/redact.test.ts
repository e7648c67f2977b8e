import { describe, expect, it } from 'vitest';
import { redact } from './redact.js';

const LINE = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgabcdefghijklmnop';

describe('redaction', () => {
  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'])(
    'removes a block of %s, whole or cut off',
    (label) => {
      const block = `-----BEGIN ${label}-----\nshort\n-----END ${label}-----`;
      expect(redact(`before ${block} after`)).toBe('before [private key removed] after');
      expect(redact(`before -----BEGIN ${label}-----\nshort`)).toBe('before [private key removed]');
    },
  );

  it('removes a bare line of base64 and a run of hexadecimal', () => {
    expect(redact(`x ${LINE} y`)).toBe('x [encoded bytes removed] y');
    expect(redact('0a'.repeat(32))).toBe('[encoded bytes removed]');
  });

  it('leaves what people need to read: ARNs, fingerprints, paths', () => {
    for (const text of [
      'arn:aws:acm:eu-west-1:123456789012:certificate/24ca2983-7638-4978-8237-22dd13519a2c',
      Array(32).fill('AB').join(':'),
      '/etc/letsencrypt/live/www-example-com/a/long/path/to/some/privkey-of-www',
    ]) {
      expect(redact(text)).toBe(text);
    }
  });

  it('bounds the length', () => {
    expect(redact('a b '.repeat(5_000)).length).toBeLessThan(2_100);
  });
});
