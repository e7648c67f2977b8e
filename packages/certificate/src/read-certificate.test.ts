import { X509Certificate } from 'node:crypto';
import { isCertctlError } from '@certctl/plugin-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatFingerprint } from './fingerprint.js';
import { type Authority, issueAuthority, issueLeaf } from './issue/index.js';
import { nodeCertificate, readCertificate } from './read-certificate.js';

const unreadable = expect.objectContaining({ code: 'certificate_unreadable' });

let root: Authority;
let pem: string;
let der: Uint8Array;

beforeAll(async () => {
  root = await issueAuthority();
  pem = (await issueLeaf(root, { names: ['example.com'], serial: '40112233445566778899aabbccddeeff' }))
    .certificatePem;
  der = readCertificate(pem).der;
});

/** The certificate with some bytes exchanged; nothing checks its signature. */
function patched(from: string, to: string): Uint8Array {
  const copy = Buffer.from(der);
  copy.write(to, copy.indexOf(Buffer.from(from, 'hex')), 'hex');
  return new Uint8Array(copy);
}

describe('readCertificate', () => {
  it('reads PEM and DER alike', () => {
    expect(readCertificate(der)).toEqual(readCertificate(pem));
    expect(readCertificate(pem).pem).toBe(pem);
  });

  it('agrees with node:crypto', () => {
    const facts = readCertificate(pem);
    const node = new X509Certificate(pem);
    expect(formatFingerprint(facts.fingerprint)).toBe(node.fingerprint256);
    expect(facts.serial).toBe(node.serialNumber.toLowerCase());
    expect(facts.notAfter).toBe(Date.parse(node.validTo));
    expect(facts.extendedKeyUsage).toEqual(node.keyUsage);
  });

  it('gives names sorted, unique, in lower case and in one spelling', async () => {
    const names = [
      'b.Example.com',
      '*.example.com',
      'B.example.COM',
      '2001:DB8:0::1',
      '192.0.2.1',
      '::ffff:1.2.3.4',
    ];
    const { facts } = await issueLeaf(root, { names });
    expect(facts.sans).toEqual([
      'dns:*.example.com',
      'dns:b.example.com',
      'ip:192.0.2.1',
      'ip:2001:db8::1',
      'ip:::ffff:102:304',
    ]);
  });

  it('does not let one name pass for two, or for another', async () => {
    const { facts } = await issueLeaf(root, {
      names: ['a.com, DNS:b.com', 'c.com\0.d.com', 'e\\x00'],
      subject: 'x',
    });
    expect(facts.sans).toEqual(['dns:a.com,\\x20dns:b.com', 'dns:c.com\\x00.d.com', 'dns:e\\x5cx00']);
  });

  it('reads key usage, purposes and CA', async () => {
    const { facts } = await issueLeaf(root, {
      names: ['example.com'],
      keyUsage: ['digitalSignature', 'keyAgreement', 'decipherOnly'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'],
    });
    expect(facts.keyUsage).toEqual(['digitalSignature', 'keyAgreement', 'decipherOnly']);
    expect(facts.extendedKeyUsage).toEqual(['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1']);
    expect(facts.isCa).toBe(false);
    expect(root.facts).toMatchObject({
      isCa: true,
      isSelfIssued: true,
      keyUsage: ['keyCertSign', 'cRLSign'],
    });
  });

  it('tells an absent extension from an empty one', async () => {
    const { facts } = await issueLeaf(root, { names: [], keyUsage: [], extendedKeyUsage: [] });
    expect(facts).toMatchObject({ sans: [], keyUsage: undefined, extendedKeyUsage: undefined });
  });

  it('bears serial numbers that are zero, negative or begin with a high bit', async () => {
    const serial = '021040112233445566778899aabbccddeeff';
    // As openssl x509 -serial prints it: the magnitude of the two's complement.
    expect(readCertificate(patched(serial, '0210bf11')).serial).toBe('-40eeddccbbaa99887766554433221101');
    const one = Buffer.from((await issueLeaf(root, { names: [], serial: '1' })).facts.der);
    one.write('020100', one.indexOf(Buffer.from('020101', 'hex')), 'hex');
    expect(readCertificate(one).serial).toBe('0');
    expect((await issueLeaf(root, { names: [], serial: 'FF' })).facts.serial).toBe('ff');
  });

  it('refuses a serial number with more zeros than its sign needs', () => {
    expect(() => readCertificate(patched('021040112233', '02100011'))).toThrow(unreadable);
  });

  it('escapes what could steer a terminal or forge a name', async () => {
    const { facts } = await issueLeaf(root, { names: [], subject: 'a, CN \u001b[31mé' });
    expect(facts.subject).toBe('CN = "a, CN \\1B[31m\\C3\\A9"');
  });

  it('keeps its own copy of the bytes', () => {
    const mine = new Uint8Array(der);
    const facts = readCertificate(mine);
    mine.fill(0);
    expect(facts.der).toEqual(der);
  });

  it('parses again for facts that were copied', () => {
    expect(nodeCertificate({ ...readCertificate(pem) }).serialNumber).toBe(
      nodeCertificate(readCertificate(pem)).serialNumber,
    );
  });

  it('refuses bytes that hold another certificate in PEM, which node:crypto would read instead', async () => {
    const { certificatePem } = await issueLeaf(root, { names: ['inner.example.com'] });
    const outer = issueLeaf(root, { names: [`\n${certificatePem}`], subject: 'outer' });
    await expect(outer).rejects.toEqual(unreadable);
  });

  it.each([
    ['nothing', () => ''],
    ['text', () => 'hello'],
    ['two blocks', () => pem + pem],
    ['a key', () => root.privateKeyPem],
    ['no bytes', () => new Uint8Array()],
    ['a byte after the end', () => Uint8Array.of(...der, 0)],
    ['PEM given as bytes', () => new Uint8Array(Buffer.from(pem))],
    ['half of it', () => der.subarray(0, der.length / 2)],
  ])('refuses %s', (_, input) => {
    expect(() => readCertificate(input())).toThrow(unreadable);
  });

  it('ends in facts or in its own error for any damage', () => {
    const damage = fc.array(
      fc.record({ at: fc.nat(), byte: fc.nat(255), kind: fc.constantFrom('set', 'insert', 'remove') }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = [...der];
        for (const { at, byte, kind } of changes) {
          bytes.splice(at % bytes.length, kind === 'insert' ? 0 : 1, ...(kind === 'remove' ? [] : [byte]));
        }
        expectFactsOrError(Uint8Array.from(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('ends in its own error for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), expectFactsOrError));
  });
});

function expectFactsOrError(bytes: Uint8Array): void {
  try {
    expect(readCertificate(bytes).der).toEqual(bytes);
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    expect(error.code).toBe('certificate_unreadable');
  }
}
