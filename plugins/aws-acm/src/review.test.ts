import type {
  CertificateBundle,
  CertificateFacts,
  KeyAlgorithm,
  Observation,
  Place,
} from '@certctl/plugin-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { review } from './review.js';
import { rules } from './rules.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const PLACE: Place = { address: ARN, reference: ARN, scope: '123456789012/us-east-1' };
const [SERVER_AUTH, CLIENT_AUTH, CODE_SIGNING] = [1, 2, 3].map((last) => `1.3.6.1.5.5.7.3.${last}`) as [
  string,
  string,
  string,
];

function facts(over: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    der: new Uint8Array(),
    pem: '',
    serial: '1',
    subject: 'CN=www.example.com',
    issuer: 'CN=authority',
    notBefore: 0,
    notAfter: 1,
    sans: ['dns:www.example.com'],
    publicKey: '',
    keyAlgorithm: 'RSA-2048',
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    extendedKeyUsage: [SERVER_AUTH],
    isCa: false,
    isSelfIssued: false,
    fingerprint: '',
    ...over,
  };
}

function reviewed(incoming: Partial<CertificateFacts>, held?: Partial<CertificateFacts>, type = 'IMPORTED') {
  const observation: Observation = held ? { state: 'present', attributes: { type } } : { state: 'absent' };
  const bundle = (over: Partial<CertificateFacts>): CertificateBundle => ({ leaf: facts(over), chain: [] });
  return review({
    config: { region: 'us-east-1', tags: {} },
    place: PLACE,
    incoming: bundle(incoming),
    privateKeyBytes: 1_700,
    observation,
    tags: {},
    ...(held ? { held: bundle(held) } : {}),
  });
}

const codes = (...input: Parameters<typeof reviewed>) => reviewed(...input).map(({ code }) => code);

describe('a first import', () => {
  it('is fine with a name, an issuer and a key that ACM knows', () => expect(codes({})).toEqual([]));

  it.each([
    [{ keyAlgorithm: 'other:ed25519' as const }, 'acm_key_algorithm'],
    [{ issuer: '' }, 'acm_issuer_empty'],
    [{ sans: ['uri:spiffe://x'], subject: 'CN=service' }, 'acm_name_missing'],
    [{ sans: [], subject: '' }, 'acm_name_missing'],
    [{ keyAlgorithm: 'RSA-1024' as const }, 'acm_key_weak'],
    [{ keyAlgorithm: 'EC-P-384' as const }, 'acm_key_not_for_every_service'],
  ])('with %j is found to be %s', (over, code) => expect(codes(over)).toEqual([code]));

  it.each([
    [{ sans: ['ip:192.0.2.1'] }],
    [{ sans: [], subject: 'O=Example, CN=www.example.com' }],
    [{ sans: [], subject: 'CN = www.example.com, O = Example' }],
  ])('takes %j for a name', (over) => expect(codes(over)).toEqual([]));

  it('notes an issuer with another kind of key', () => {
    const chain = [facts({ keyAlgorithm: 'RSA-2048', isCa: true })];
    const findings = review({
      config: { region: 'us-east-1', tags: {} },
      place: PLACE,
      incoming: { leaf: facts({ keyAlgorithm: 'EC-P-256' }), chain },
      privateKeyBytes: 200,
      observation: { state: 'absent' },
      tags: {},
    });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['acm_issuer_key_differs', 'note'],
    ]);
  });
});

describe('a re-import', () => {
  it.each([
    ['another key type', { keyAlgorithm: 'EC-P-256' as const }, {}, 'acm_key_changed'],
    ['another key size', { keyAlgorithm: 'RSA-3072' as const }, {}, 'acm_key_changed'],
    ['none of the names', { sans: ['dns:other.example'] }, {}, 'acm_all_names_removed'],
    ['a key usage less', { keyUsage: ['digitalSignature'] }, {}, 'acm_key_usage_removed'],
    ['no key usage extension', { keyUsage: undefined }, {}, 'acm_key_usage_removed'],
    [
      'an extended usage less',
      {},
      { extendedKeyUsage: [SERVER_AUTH, CODE_SIGNING] },
      'acm_extended_key_usage_removed',
    ],
    ['a new key usage extension', {}, { keyUsage: undefined }, 'acm_key_usage_introduced'],
    ['a new extended extension', {}, { extendedKeyUsage: undefined }, 'acm_extended_key_usage_introduced'],
  ])('with %s is refused', (_, incoming, held, code) => {
    const refusals = reviewed(incoming, held).filter(({ severity }) => severity === 'refusal');
    expect(refusals.map((refusal) => refusal.code)).toEqual([code]);
  });

  it.each([
    [
      'some names added and some removed',
      { sans: ['dns:www.example.com', 'dns:new.example'] },
      { sans: ['dns:www.example.com', 'dns:old.example'] },
    ],
    ['client authentication gone', {}, { extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH] }],
    [
      'keyEncipherment gone from an EC key',
      { keyAlgorithm: 'EC-P-256' as const, keyUsage: ['digitalSignature'] },
      { keyAlgorithm: 'EC-P-256' as const },
    ],
  ])('with %s raises nothing', (_, incoming, held) => expect(codes(incoming, held)).toEqual([]));

  it('refuses keyEncipherment gone from an RSA key, naming it', () => {
    const [finding] = reviewed({ keyUsage: ['digitalSignature'] }, {});
    expect(finding?.message).toBe('The new certificate lacks the key usage keyEncipherment.');
  });

  it.each(['AMAZON_ISSUED', 'PRIVATE'])('refuses to touch a certificate of type %s', (type) => {
    const [finding] = reviewed({}, {}, type);
    expect(finding).toMatchObject({ code: 'acm_not_imported', severity: 'refusal' });
    expect(finding?.message).toBe(`${ARN} is of type ${type}: AWS issued it, and renews it.`);
  });

  it('never refuses a renewal with the same key type, names and usages', () => {
    const algorithms: KeyAlgorithm[] = [
      'RSA-1024',
      'RSA-2048',
      'RSA-4096',
      'EC-P-256',
      'EC-P-384',
      'EC-P-521',
    ];
    const usages = (values: string[]) =>
      fc.option(fc.uniqueArray(fc.constantFrom(...values)), { nil: undefined });
    const certificate = fc.record({
      keyAlgorithm: fc.constantFrom(...algorithms),
      sans: fc.uniqueArray(
        fc.domain().map((name) => `dns:${name}`),
        { minLength: 1, maxLength: 5 },
      ),
      keyUsage: usages(['digitalSignature', 'keyEncipherment', 'keyAgreement', 'dataEncipherment']),
      extendedKeyUsage: usages([SERVER_AUTH, CLIENT_AUTH, CODE_SIGNING]),
    });
    fc.assert(
      fc.property(certificate, fc.stringMatching(/^[1-9a-f][0-9a-f]{0,39}$/), (same, serial) => {
        const findings = reviewed({ ...same, serial }, same);
        expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
      }),
    );
  });
});

describe('rules', () => {
  it('name a document of AWS each', () => {
    for (const { source } of rules) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/acm\//);
  });
});
