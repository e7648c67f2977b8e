import { X509Certificate } from 'node:crypto';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colonSerial } from '../acm/certificate-view.js';
import { makeCertificate } from './make-certificate.js';
import { parseCertificate } from './parsed-certificate.js';
import { pemBlocks, pemOf } from './pem.js';

describe('a parsed certificate', () => {
  it('says what another issuer put into it', async () => {
    const authority = await issueAuthority();
    const issued = await issueLeaf(authority, {
      names: ['www.example.com', '*.example.org', '192.0.2.7'],
      serial: 'ff00aa',
      keyUsage: ['digitalSignature', 'keyAgreement'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
    });
    const parsed = parseCertificate(new X509Certificate(issued.certificatePem).raw);
    expect(parsed).toMatchObject({
      version: 3,
      serial: 'ff00aa',
      dnsNames: ['www.example.com', '*.example.org'],
      ipAddresses: ['192.0.2.7'],
      keyUsages: ['DIGITAL_SIGNATURE', 'KEY_AGREEMENT'],
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      notBefore: issued.facts.notBefore,
      notAfter: issued.facts.notAfter,
    });
  });

  it('has the serial of any length, in the form of the service', async () => {
    const { keys } = await makeCertificate({ algorithm: 'EC_prime256v1' });
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 2n ** 159n }), async (number) => {
        const hex = number.toString(16);
        const { parsed } = await makeCertificate({
          keys,
          serial: hex.length % 2 === 0 ? hex : `0${hex}`,
        });
        expect(BigInt(`0x${parsed.serial}`)).toBe(number);
        expect(colonSerial(parsed)).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2})*$/);
        expect(parsed.serial.replace(/^0/, '')).toBe(
          new X509Certificate(parsed.der).serialNumber.toLowerCase().replace(/^0/, ''),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('PEM', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        (ders) => {
          const text = ders.map((der) => pemOf('CERTIFICATE', der)).join('\n');
          for (const form of [text, text.replaceAll('\n', '\r\n')])
            expect(pemBlocks(form)?.map(({ der }) => Buffer.from(der).toString('hex'))).toEqual(
              ders.map((der) => Buffer.from(der).toString('hex')),
            );
        },
      ),
    );
  });

  it.each([
    'text before -----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    '-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n',
    '-----BEGIN CERTIFICATE-----\nAAAA \n-----END CERTIFICATE-----\n',
  ])('is refused when something else is in it: %j', (text) => {
    expect(pemBlocks(text)).toBeUndefined();
  });
});
