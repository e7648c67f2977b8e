import { createPrivateKey } from 'node:crypto';
import { SecretClient } from '@azure/keyvault-secrets';
import { describe, expect, it } from 'vitest';
import { authority, leaf } from '../../../test-support/acm-session.js';
import {
  importBody,
  LOCAL,
  pemOfAll,
  raw,
  tokenCredential,
  V,
  vaultSession,
} from '../../../test-support/vault-session.js';
import { parseCertificate } from '../../x509/parsed-certificate.js';
import { pemBlocks } from '../../x509/pem.js';
import type { FakeVaultOptions } from '../fake-vault.js';
import { readPfx } from '../pfx/read-pfx.js';
import { writePfx } from '../pfx/write-pfx.js';

const ca = await authority();
const made = await leaf({ issuer: ca });

async function world(body: object, options: FakeVaultOptions = {}, version = V) {
  const { emulator } = await vaultSession(options);
  const sent = await raw(emulator, 'POST', `/certificates/site/import?${version}`, { body });
  expect(sent.status).toBe(200);
  const client = new SecretClient(emulator.url, tokenCredential(), LOCAL);
  return { emulator, client, imported: sent.body };
}

const pem = (more: object = {}) => ({
  value: pemOfAll(made, ca),
  policy: { secret_props: { contentType: 'application/x-pem-file' }, ...more },
});

const pfx = (certificates: readonly Uint8Array[], more: object = {}) => ({
  value: writePfx({ certificates, privateKey: made.privateKey, encryption: 'aes256' }).toString('base64'),
  ...more,
});

describe('the secret of a certificate', () => {
  it.each(['aes256', 'tripleDes'] as const)(
    'is a PFX without a password, with %s',
    async (secretPfxEncryption) => {
      const { client, imported } = await world(pfx([made.parsed.der, ca.parsed.der]), {
        secretPfxEncryption,
      });
      const secret = await client.getSecret('site');
      expect(secret.properties).toMatchObject({
        contentType: 'application/x-pkcs12',
        managed: true,
        id: imported.sid,
        certificateKeyId: imported.kid,
      });
      const read = readPfx(Buffer.from(secret.value ?? '', 'base64'), '');
      expect(read.certificates.map(({ der }) => der)).toEqual([made.parsed.der, ca.parsed.der]);
      expect(read.privateKeys[0]?.equals(made.privateKey)).toBe(true);
      expect(read.encryptions).toEqual([secretPfxEncryption]);
    },
  );

  it('is PEM with a PKCS#8 key where it was imported as that', async () => {
    const { client } = await world(pem());
    const { value, properties } = await client.getSecret('site');
    expect(properties.contentType).toBe('application/x-pem-file');
    const blocks = pemBlocks(value ?? '') ?? [];
    expect(blocks.map(({ label }) => label)).toEqual(['PRIVATE KEY', 'CERTIFICATE', 'CERTIFICATE']);
    expect(
      parseCertificate(blocks[1]?.der ?? new Uint8Array()).native.checkPrivateKey(
        createPrivateKey(value ?? ''),
      ),
    ).toBe(true);
  });

  it.each([
    [true, V, [ca.parsed.der, made.parsed.der]],
    [false, V, [made.parsed.der, ca.parsed.der]],
    [true, 'api-version=7.6', [made.parsed.der, ca.parsed.der]],
  ])(
    'has its leaf first unless the order is preserved (%s, %s)',
    async (preserveCertOrder, version, order) => {
      const body = pfx([ca.parsed.der, made.parsed.der], { preserveCertOrder });
      const { client } = await world(body, {}, version);
      const { value } = await client.getSecret('site');
      const read = readPfx(Buffer.from(value ?? '', 'base64'), '');
      expect(read.certificates.map(({ der }) => der)).toEqual(order);
    },
  );

  it('may have the rest turned round', async () => {
    const body = pfx([made.parsed.der, ca.parsed.der, (await authority()).parsed.der]);
    const { emulator } = await world(body, { chainOrder: 'reversed' });
    expect(emulator.state.certificate('site')?.latest.chain[1]).toEqual(ca.parsed.der);
  });

  it('of a key that is not exportable holds the certificates alone, in both forms', async () => {
    const key_props = { exportable: false };
    const asPem = await (await world(pem({ key_props }))).client.getSecret('site');
    expect(pemBlocks(asPem.value ?? '')?.map(({ label }) => label)).toEqual(['CERTIFICATE', 'CERTIFICATE']);
    const asPfx = await (await world(pfx([made.parsed.der], { policy: { key_props } }))).client.getSecret(
      'site',
    );
    const read = readPfx(Buffer.from(asPfx.value ?? '', 'base64'), '');
    expect([read.certificates.length, read.privateKeys.length]).toEqual([1, 0]);
  });

  it('of a key that is not exportable can be refused', async () => {
    const body = pem({ key_props: { exportable: false } });
    const { client } = await world(body, { notExportableSecret: 'refused' });
    await expect(client.getSecret('site')).rejects.toMatchObject({ statusCode: 403, code: 'Forbidden' });
  });

  it('of a version that is disabled cannot be read, those of others can', async () => {
    const { emulator, client, imported } = await world(pem());
    await raw(emulator, 'POST', `/certificates/site/import?${V}`, {
      body: importBody(made, { attributes: { enabled: false } }),
    });
    await expect(client.getSecret('site')).rejects.toMatchObject({
      statusCode: 403,
      message: 'Operation get is not allowed on a disabled secret.',
    });
    const version = imported.id.split('/').at(-1);
    expect((await client.getSecret('site', { version })).value).toContain('PRIVATE KEY');
  });

  it('that is not there is not found, in the words of secrets', async () => {
    const { client } = await world(pem());
    await expect(client.getSecret('other')).rejects.toMatchObject({
      statusCode: 404,
      code: 'SecretNotFound',
    });
    await expect(client.getSecret('site', { version: '0'.repeat(32) })).rejects.toMatchObject({
      code: 'SecretNotFound',
    });
  });
});
