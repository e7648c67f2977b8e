import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authority, leaf } from '../../../test-support/acm-session.js';
import { AES_PFX, FIXTURE_LEAF_SHA256, RC2_PFX, TRIPLE_DES_PFX } from '../../../test-support/openssl-pfx.js';
import { pemOfAll, pfxOf, raw, V, vaultSession } from '../../../test-support/vault-session.js';
import type { FakeVaultOptions } from '../fake-vault.js';
import { writePfx } from '../pfx/write-pfx.js';

/** What becomes of an import: `ok`, or the rule that refused it. */
async function outcome(body: object, options: FakeVaultOptions = {}) {
  const { emulator } = await vaultSession(options);
  const answer = await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body });
  if (answer.status !== 200) {
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadParameter']);
    expect(emulator.state.certificates()).toEqual([]);
  }
  const { rule } = emulator.requests.all().at(-1) ?? {};
  return { rule: rule ?? 'ok', message: answer.body.error?.message, emulator };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const pem = (value: string) => ({
  value,
  policy: { secret_props: { contentType: 'application/x-pem-file' } },
});

describe('a PFX', () => {
  it.each([
    ['AES', AES_PFX, 'secret'],
    ['triple DES', TRIPLE_DES_PFX, ''],
  ])('of OpenSSL with %s is imported', async (_name, value, pwd) => {
    const { rule, emulator } = await outcome({ value, pwd });
    expect(rule).toBe('ok');
    expect(emulator.state.certificate('site')?.latest).toMatchObject({
      leafSha256: FIXTURE_LEAF_SHA256,
      keyMatches: true,
    });
  });

  it('is taken without a password where none is sent', async () => {
    expect((await outcome({ value: TRIPLE_DES_PFX })).rule).toBe('ok');
  });

  it.each([
    ['another password', { value: AES_PFX, pwd: 'wrong' }],
    ['RC2', { value: RC2_PFX, pwd: 'secret' }],
    ['half of it', { value: AES_PFX.slice(0, 400), pwd: 'secret' }],
    ['base64 of something else', { value: base64(Buffer.from('hello')) }],
    ['no base64', { value: '-----BEGIN' }],
  ])('with %s is answered in the words of the service', async (_name, body) => {
    const { rule, message } = await outcome(body);
    expect([rule, message]).toEqual([
      'import/pfx',
      'The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format.',
    ]);
  });

  it.each([
    ['aes256', { aes256: false, tripleDes: true }],
    ['tripleDes', { aes256: true, tripleDes: false }],
  ] as const)('with %s is refused where that is switched off', async (encryption, pfxEncryptions) => {
    const made = await leaf();
    const certificates = [made.parsed.der];
    const value = base64(writePfx({ certificates, privateKey: made.privateKey, encryption }));
    expect((await outcome({ value }, { pfxEncryptions })).rule).toBe('import/pfx-encryption');
    const others = { aes256: !pfxEncryptions.aes256, tripleDes: !pfxEncryptions.tripleDes };
    expect((await outcome({ value }, { pfxEncryptions: others })).rule).toBe('ok');
  });

  it('needs a key, and one that belongs to a certificate', async () => {
    const [one, two] = [await leaf(), await leaf()];
    const certificates = [one.parsed.der];
    const without = writePfx({ certificates, encryption: 'aes256' });
    expect((await outcome({ value: base64(without) })).rule).toBe('import/pfx-key');
    const other = writePfx({ certificates, privateKey: two.privateKey, encryption: 'aes256' });
    expect((await outcome({ value: base64(other) })).rule).toBe('import/key-matches');
  });

  it('finds its leaf wherever it stands', async () => {
    const ca = await authority();
    const made = await leaf({ issuer: ca });
    const certificates = [ca.parsed.der, made.parsed.der];
    const value = base64(writePfx({ certificates, privateKey: made.privateKey, encryption: 'aes256' }));
    const { emulator } = await outcome({ value });
    expect(emulator.state.certificate('site')?.latest).toMatchObject({
      leaf: made.parsed.der,
      chain: [ca.parsed.der],
    });
  });
});

describe('PEM', () => {
  it('is certificates and a PKCS#8 key in one text, or base64 of it', async () => {
    const ca = await authority();
    const text = pemOfAll(await leaf({ issuer: ca }), ca);
    for (const value of [text, text.replaceAll('\n', '\r\n'), base64(Buffer.from(text))])
      expect((await outcome(pem(value))).rule).toBe('ok');
  });

  it('without a word of the policy is taken for a PFX', async () => {
    const text = pemOfAll(await leaf());
    expect((await outcome({ value: text })).rule).toBe('import/pfx');
    expect((await outcome({ value: base64(Buffer.from(text)) })).rule).toBe('import/pfx');
  });

  it.each([
    ['PKCS#1', (key: ReturnType<typeof rsa>) => key.export({ type: 'pkcs1', format: 'pem' })],
    [
      'an encrypted key',
      (key: ReturnType<typeof rsa>) =>
        key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    ],
    ['no key', () => ''],
  ])('with %s is refused', async (_name, keyText) => {
    const made = await leaf();
    const { rule, message } = await outcome(pem(keyText(rsa()).toString() + made.certificatePem));
    expect(rule).toBe('import/pem-key');
    expect(message).toContain('Private key is not specified');
  });

  it('with two keys, text between the blocks, no certificate, or damage is refused', async () => {
    const made = await leaf();
    const { privateKeyPem: key, certificatePem: certificate } = made;
    expect((await outcome(pem(key + key + certificate))).rule).toBe('import/pem-key');
    expect((await outcome(pem(`${key}\nsubject=x\n${certificate}`))).rule).toBe('import/pem');
    expect((await outcome(pem(key))).rule).toBe('import/pem');
    expect((await outcome(pem(key + certificate.replace('MII', 'AAA')))).rule).toBe('import/pem');
  });
});

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

describe('a certificate', () => {
  it('that has expired is refused, one that is not yet valid is not', async () => {
    const day = 86_400_000;
    const expired = await leaf({ notBefore: Date.now() - 2 * day, notAfter: Date.now() - 1_000 });
    expect((await outcome({ value: base64(pfxOf(expired)) })).rule).toBe('import/expired');
    const future = await leaf({ notBefore: Date.now() + day, notAfter: Date.now() + 2 * day });
    expect((await outcome({ value: base64(pfxOf(future)) })).rule).toBe('ok');
  });

  it('of 1024 bits is refused', async () => {
    const weak = await leaf({ algorithm: 'RSA_1024' });
    const { rule, message } = await outcome({ value: base64(pfxOf(weak)) });
    expect([rule, message]).toEqual(['import/key-type', expect.stringContaining('rsa 1024')]);
  });

  it.each(['RSA_2048', 'RSA_3072', 'EC_secp384r1', 'EC_secp521r1'] as const)(
    'of %s is taken',
    async (algorithm) => {
      expect((await outcome({ value: base64(pfxOf(await leaf({ algorithm }))) })).rule).toBe('ok');
    },
  );
});

describe('a body', () => {
  it.each([
    ['without a value', {}, 'import/value'],
    ['with an empty value', { value: '' }, 'import/value'],
    ['with a number for a value', { value: 7 }, 'vault/property'],
    ['with a list for tags', { value: 'x', tags: ['a'] }, 'vault/property'],
    ['with a number in its tags', { value: 'x', tags: { a: 1 } }, 'vault/property'],
    ['with a text for enabled', { value: 'x', attributes: { enabled: 'no' } }, 'vault/property'],
  ])('%s is refused', async (_name, body, rule) => {
    expect((await outcome(body)).rule).toBe(rule);
  });
});
