import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derFromPem, pemBlocks, toPem } from './pem.js';

const der = fc.uint8Array({ minLength: 1, maxLength: 300 });
const label = fc.constantFrom('CERTIFICATE', 'PRIVATE KEY', 'X.509 CERTIFICATE', 'X9.42 DH PARAMETERS');

/** Text that people and tools leave around blocks. */
const noise = fc.constantFrom(
  '',
  '\n\n',
  '\uFEFF',
  'Bag Attributes\n    localKeyID: 01 00 00 00\n',
  '# fullchain, renewed\r\n',
  'subject=CN = example.com\n-- \n',
);

const document = fc
  .record({
    parts: fc.array(fc.record({ label, der, before: noise }), { maxLength: 5 }),
    eol: fc.constantFrom('\n', '\r\n', '\n\n', ' \n'),
    width: fc.integer({ min: 1, max: 200 }),
    headers: fc.boolean(),
  })
  .map(({ parts, eol, width, headers }) => ({
    parts,
    text: parts
      .map(({ label, der, before }) => {
        const base64 = Buffer.from(der).toString('base64');
        const lines = base64.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
        const head = headers ? ['Comment: a header', 'X-More: of RFC 1421', ''] : [];
        const all = [`-----BEGIN ${label}-----`, ...head, ...lines, `-----END ${label}-----`, ''];
        return before + all.join(eol);
      })
      .join(''),
  }));

describe('pemBlocks', () => {
  it('gives back what was written, whatever stands around it', () => {
    fc.assert(
      fc.property(document, ({ parts, text }) => {
        expect(pemBlocks(text)).toEqual(parts.map(({ label, der }) => ({ label, der })));
      }),
    );
  });

  it('reads blocks that were joined without a newline', () => {
    const one = toPem('CERTIFICATE', Uint8Array.of(1)).trimEnd();
    expect(pemBlocks(one + one)).toHaveLength(2);
  });

  it('leaves blocks of other kinds encoded', () => {
    const text = `-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n${toPem('CERTIFICATE', Uint8Array.of(7))}`;
    expect(pemBlocks(text, ['CERTIFICATE'])).toEqual([{ label: 'CERTIFICATE', der: Uint8Array.of(7) }]);
  });

  it.each([
    ['a certificate that is cut off', '-----BEGIN CERTIFICATE-----\nAAAA\n', 'certificate_unreadable'],
    ['another END', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END X-----', 'certificate_unreadable'],
    [
      'another BEGIN inside',
      `-----BEGIN CERTIFICATE-----\nAA\n${toPem('CERTIFICATE', Uint8Array.of(1))}`,
      'certificate_unreadable',
    ],
    ['no base64', '-----BEGIN CERTIFICATE-----\nA*==\n-----END CERTIFICATE-----', 'certificate_unreadable'],
    [
      'base64 of half a byte',
      '-----BEGIN CERTIFICATE-----\nAAAAA\n-----END CERTIFICATE-----',
      'certificate_unreadable',
    ],
    ['nothing inside', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----', 'certificate_unreadable'],
    ['a key that is cut off', '-----BEGIN RSA PRIVATE KEY-----\nAAAA', 'key_unreadable'],
    ['something else that is cut off', '-----BEGIN DH PARAMETERS-----\nAAAA', 'material_not_pem'],
  ])('refuses %s', (_, text, code) => {
    expect(() => pemBlocks(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('toPem', () => {
  it('writes lines of 64 characters that derFromPem reads', () => {
    fc.assert(
      fc.property(der, (bytes) => {
        const pem = toPem('CERTIFICATE', bytes);
        expect(derFromPem(pem)).toEqual(bytes);
        expect(pem).toMatch(
          /^-----BEGIN CERTIFICATE-----\n(?:[^\n]{64}\n)*[^\n]{1,64}\n-----END CERTIFICATE-----\n$/,
        );
      }),
    );
  });
});

describe('derFromPem', () => {
  it('refuses none and several', () => {
    const one = toPem('CERTIFICATE', Uint8Array.of(1));
    for (const text of ['', 'text', one + one]) {
      expect(() => derFromPem(text)).toThrow(expect.objectContaining({ code: 'material_not_pem' }));
    }
  });
});
