import type { CertificateFacts, JsonObject, KeyAlgorithm, Observation } from '@certctl/plugin-api';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type KeyVaultConfig, keyVaultConfig } from './config.js';
import { resolvePlace } from './place.js';
import { review } from './review.js';
import { rules } from './rules.js';

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
    keyUsage: undefined,
    extendedKeyUsage: undefined,
    isCa: false,
    isSelfIssued: false,
    fingerprint: '',
    ...over,
  };
}

const present = (policy: JsonObject, over: object = {}): Observation => ({
  state: 'present',
  revision: 'abc',
  attributes: { policy, enabled: true },
  ...over,
});

const IMPORTED: JsonObject = {
  keyProperties: { keyType: 'RSA', keySize: 2048, exportable: true },
  secretProperties: { contentType: 'application/x-pkcs12' },
  issuerParameters: { name: 'Unknown' },
};

function reviewed(
  observation: Observation = { state: 'absent' },
  fields: Partial<KeyVaultConfig> = {},
  leaf: Partial<CertificateFacts> = {},
) {
  const config = keyVaultConfig.parse({
    vault_url: 'https://prod-vault.vault.azure.net',
    certificate_name: 'api-prod',
    ...fields,
  });
  return review({
    config,
    place: resolvePlace(config),
    incoming: { leaf: facts(leaf), chain: [] },
    privateKeyBytes: 1_700,
    observation,
    tags: {},
  });
}

const found = (...input: Parameters<typeof reviewed>) =>
  reviewed(...input).map(({ code, severity }) => [code, severity]);

describe('a first import', () => {
  it('is fine with an RSA key', () => expect(found()).toEqual([]));

  it.each([
    [{ keyAlgorithm: 'other:Ed25519' as const }, ['keyvault_key_algorithm', 'refusal']],
    [{ keyAlgorithm: 'other:EC-secp256k1' as const }, ['keyvault_key_algorithm', 'refusal']],
    [{ keyAlgorithm: 'RSA-1024' as const }, ['keyvault_key_algorithm', 'refusal']],
    [{ keyAlgorithm: 'EC-P-384' as const }, ['keyvault_key_not_for_every_service', 'note']],
  ])('of %j is found to be %j', (leaf, expected) => {
    expect(found({ state: 'absent' }, {}, leaf)).toEqual([expected]);
  });

  it('as PEM notes who does not take it', () => {
    expect(found(undefined, { content_type: 'pem' })).toEqual([
      ['keyvault_pem_not_for_every_service', 'note'],
    ]);
  });
});

describe('a machine in FIPS mode', () => {
  it('is sent no 3DES, and the plan says so before anything is written', async () => {
    vi.resetModules();
    vi.doMock('node:crypto', async (original) => ({ ...(await original<object>()), getFips: () => 1 }));
    const { review: inFips } = await import('./review.js');
    vi.doUnmock('node:crypto');
    const codes = (fields: object) => {
      const config = keyVaultConfig.parse({
        vault_url: 'https://prod-vault.vault.azure.net',
        certificate_name: 'api-prod',
        ...fields,
      });
      const incoming = { leaf: facts(), chain: [] };
      const observation = { state: 'absent' } as const;
      return inFips({
        config,
        place: resolvePlace(config),
        incoming,
        privateKeyBytes: 1,
        observation,
        tags: {},
      });
    };
    expect(codes({ pfx_encryption: '3des' })).toMatchObject([
      { code: 'keyvault_fips_3des', severity: 'refusal' },
    ]);
    expect(codes({})).toEqual([]);
    expect(codes({ pfx_encryption: '3des', content_type: 'pem' }).map(({ code }) => code)).not.toContain(
      'keyvault_fips_3des',
    );
  });
});

describe('an import over what is there', () => {
  it('of its own kind raises nothing', () => expect(found(present(IMPORTED))).toEqual([]));

  it.each([
    [
      'a key in hardware',
      { keyProperties: { keyType: 'RSA-HSM', exportable: true } },
      {},
      ['keyvault_key_in_hardware', 'refusal'],
    ],
    [
      'an EC key in hardware',
      { keyProperties: { keyType: 'EC-HSM', exportable: true } },
      {},
      ['keyvault_key_in_hardware', 'refusal'],
    ],
    [
      'a certificate of the vault',
      { issuerParameters: { name: 'Self' } },
      {},
      ['keyvault_issued_by_vault', 'refusal'],
    ],
    [
      'one of an authority',
      { issuerParameters: { name: 'DigiCert' } },
      {},
      ['keyvault_issued_by_vault', 'refusal'],
    ],
    [
      'a key that stays inside',
      { keyProperties: { exportable: false } },
      { exportable: false },
      ['keyvault_not_exportable', 'warning'],
    ],
    ['a key that will stay inside', {}, { exportable: false }, ['keyvault_exportable_changes', 'warning']],
    [
      'a secret in PEM',
      { secretProperties: { contentType: 'application/x-pem-file' } },
      {},
      ['keyvault_content_type_changes', 'warning'],
    ],
  ])('which is %s is found', (_, policy, fields, expected) => {
    expect(found(present({ ...IMPORTED, ...policy }), fields)).toEqual([expected]);
  });

  it('which is disabled says so, with the version that was in service before', () => {
    const attributes = { policy: IMPORTED, enabled: false, lastEnabled: 'def' };
    const [finding, ...more] = reviewed(present({}, { disabled: true, attributes }));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'keyvault_latest_disabled', severity: 'warning' });
    expect(finding?.message).toBe(
      'The latest version of prod-vault.vault.azure.net/api-prod (abc) is disabled; the last one in service was def.',
    );
  });

  it('is never refused for what an earlier import of the same target left, nor for attributes of any shape', () => {
    const algorithm = fc.constantFrom<KeyAlgorithm>('RSA-2048', 'RSA-4096', 'EC-P-256', 'EC-P-521');
    fc.assert(
      fc.property(
        algorithm,
        fc.record({
          policy: fc.oneof(
            fc.jsonValue(),
            fc.dictionary(fc.constantFrom('keyProperties', 'secretProperties'), fc.jsonValue()),
          ),
        }),
        (keyAlgorithm, attributes) => {
          // jsonValue gives what JSON can hold, which its type does not say.
          const odd = { state: 'present', attributes: attributes as JsonObject } as const;
          for (const each of [present(IMPORTED), odd]) {
            const refusals = reviewed(each, {}, { keyAlgorithm }).filter(
              ({ severity }) => severity === 'refusal',
            );
            expect(refusals).toEqual([]);
          }
        },
      ),
    );
  });
});

describe('rules', () => {
  it('name a document each, and only those that are declared are reported', () => {
    for (const { source } of rules)
      expect(source).toMatch(/^https:\/\/(learn\.microsoft\.com|csrc\.nist\.gov)\//);
  });
});
