import { type FakeVault, startFakeVault } from '@certctl/emulators';
import type { HttpSettings, KeyEncryptionKey } from '@certctl/plugin-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { azureKeyVaultKey } from './azure-key-vault-key.js';

const http: HttpSettings = { connectTimeoutMs: 2_000, maxSockets: 4, allowEndpoints: true };
const CONTEXT = { record: 'r1', address: 'here', fingerprint: 'ab', serial: '1f' };
const DATA_KEY = Buffer.alloc(32, 7);

let vault: FakeVault;
let version: string;
let key: string;
beforeEach(async () => {
  vault = await startFakeVault({ principals: [{ token: 'any' }] });
  version = vault.addKey({ name: 'certctl' });
  key = `${vault.url}/keys/certctl`;
});
afterEach(async () => await vault.close());

const credential = (token = 'any') => ({
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
});
const open = (id: string, token?: string, timeoutMs = 10_000) =>
  azureKeyVaultKey({ key: id, http, credential: credential(token), timeoutMs });
/** What the call failed with; undefined when it did not. */
const failed = (sent: Promise<unknown>) =>
  sent.then(
    () => undefined,
    (error) => error,
  );

async function wrapped(id = key): Promise<{ opened: KeyEncryptionKey; blob: Uint8Array }> {
  const opened = await open(id);
  return { opened, blob: await opened.wrap(DATA_KEY, CONTEXT) };
}

const unwrapped = async (opened: KeyEncryptionKey, blob: Uint8Array) =>
  Buffer.from(await opened.unwrap(blob, CONTEXT));
const asked = () =>
  vault.requests
    .all()
    .map(({ operation }) => operation)
    .filter((operation) => operation !== 'Challenge');

describe('a key of Key Vault', () => {
  it('unwraps what it wrapped, in another process, and shows no data key', async () => {
    const { blob } = await wrapped();
    expect(Buffer.from(blob).includes(DATA_KEY.toString('base64'))).toBe(false);
    expect(await unwrapped(await open(key), blob)).toEqual(DATA_KEY);
    expect(asked()).toEqual(['GetKey', 'WrapKey', 'UnwrapKey']);
  });

  it('is not asked for when its version is named, and has one id with and without', async () => {
    const { opened, blob } = await wrapped(version);
    expect(opened.id).toBe(`azure-key-vault:${key}`);
    expect((await open(`${vault.url}/keys/CertCtl/`)).id).toBe(opened.id);
    expect(await unwrapped(opened, blob)).toEqual(DATA_KEY);
    expect(asked()).toEqual(['WrapKey', 'UnwrapKey']);
  });

  it('goes on unwrapping what older versions wrapped, and wraps with the newest', async () => {
    const { opened, blob } = await wrapped();
    const newest = vault.addKey({ name: 'certctl' });
    expect(await unwrapped(opened, blob).catch((error: unknown) => error)).toEqual(DATA_KEY);
    const later = await opened.wrap(DATA_KEY, CONTEXT);
    vault.changeKey(version, { enabled: false });
    expect(await unwrapped(opened, later)).toEqual(DATA_KEY);
    expect(await failed(opened.unwrap(blob, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_refused',
      remedy: expect.stringMatching('--enabled true.*keep nothing.*abandon the kept keys'),
    });
    vault.changeKey(newest, { enabled: false });
    expect(await failed(opened.wrap(DATA_KEY, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_refused',
      message: expect.stringContaining('disabled'),
    });
  });

  it('goes on unwrapping when it has expired', async () => {
    const { opened, blob } = await wrapped();
    vault.changeKey(version, { expiresAt: Date.now() - 1000 });
    expect(await unwrapped(opened, blob)).toEqual(DATA_KEY);
    expect(await failed(opened.wrap(DATA_KEY, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_refused',
    });
  });

  it('does not unwrap for another context, nor what another key wrapped, nor what was changed', async () => {
    const { opened, blob } = await wrapped();
    for (const context of [{ ...CONTEXT, address: 'there' }, { ...CONTEXT, serial: '2' }, {}]) {
      expect(await failed(opened.unwrap(blob, context))).toMatchObject({ code: 'key_encryption_key_wrong' });
    }
    const parts = JSON.parse(Buffer.from(blob).toString());
    const other = vault.addKey({ name: 'other' });
    const moved = { ...parts, version: other.split('/').at(-1) };
    const swapped = { ...parts, key: JSON.parse(Buffer.from((await wrapped()).blob).toString()).key };
    for (const [at, changed] of [
      [await open(other), moved],
      [opened, swapped],
      [opened, { ...parts, version: '../secrets/x' }],
      [opened, null],
    ] as const) {
      const bytes = Buffer.from(JSON.stringify(changed));
      expect(await failed(at.unwrap(bytes, CONTEXT))).toMatchObject({ code: 'key_encryption_key_wrong' });
    }
  });

  it.each([
    '',
    'certctl',
    'https://my-vault.vault.azure.net',
    'https://my-vault.vault.azure.net/secrets/certctl',
    'https://my-vault.vault.azure.net/keys/certctl/7',
    'https://my-vault.vault.azure.net/keys/certctl?x=1',
    'http://vault.example/keys/certctl',
  ])('is not opened by %j', async (id) => {
    expect(await failed(open(id))).toMatchObject({ code: 'key_encryption_key_unusable' });
  });

  it('is of a vault of Azure, unless the host allows another', async () => {
    const strict = { ...http, allowEndpoints: false };
    for (const id of [
      'https://vault.azure.net.evil.example/keys/x',
      'https://evil.example/keys/x',
      'https://my-vault.vault.azure.net:8443/keys/x',
      key,
    ]) {
      const opened = azureKeyVaultKey({ key: id, http: strict, credential: credential() });
      expect(await failed(opened)).toMatchObject({ code: 'key_encryption_key_unusable' });
    }
    for (const host of [
      'my-vault.vault.azure.net',
      'my-vault.vault.usgovcloudapi.net',
      'my-hsm.managedhsm.azure.net',
    ]) {
      const opened = await azureKeyVaultKey({
        key: `https://${host}/keys/x`,
        http: strict,
        credential: credential(),
      });
      expect(opened.id).toBe(`azure-key-vault:https://${host}/keys/x`);
    }
  });

  it('says what to grant when a permission is missing, and when it is gone, and what is still possible', async () => {
    const { opened, blob } = await wrapped();
    vault.addPrincipal({ token: 'reads', accessPolicy: { keys: ['get'] } });
    const narrow = await open(key, 'reads');
    for (const [send, action] of [
      [() => narrow.wrap(DATA_KEY, CONTEXT), 'keys/wrap'],
      [() => narrow.unwrap(blob, CONTEXT), 'keys/unwrap'],
    ] as const) {
      expect(await failed(send())).toMatchObject({
        code: 'key_encryption_key_refused',
        remedy: expect.stringMatching(`Grant Microsoft.KeyVault/vaults/${action}.*abandon the kept keys`),
      });
    }
    const stranger = await open(key, 'unknown');
    expect(await failed(stranger.unwrap(blob, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_refused',
    });
    vault.settings.firewall = true;
    expect(await failed(opened.unwrap(blob, CONTEXT))).toMatchObject({ code: 'key_encryption_key_refused' });
    vault.settings.firewall = false;
    vault.deleteKey('certctl');
    expect(await failed(opened.unwrap(blob, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_refused',
      remedy: expect.stringContaining('az keyvault key recover'),
    });
  });

  it.each([
    { kind: 'throttle' },
    { kind: 'reset' },
    { kind: 'html' },
    { kind: 'html', status: 403 },
    { kind: 'truncated' },
    { kind: 'status', status: 503 },
    { kind: 'hang' },
  ] as const)('is out of reach for as long as there is $kind $status, and asks once', async (fault) => {
    const { blob } = await wrapped();
    const opened = await open(key, 'any', fault.kind === 'hang' ? 500 : 10_000);
    vault.requests.clear();
    vault.faults.add({ operation: 'UnwrapKey', ...fault });
    expect(await failed(opened.unwrap(blob, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_unreachable',
      retryable: true,
    });
    expect(asked()).toEqual(['UnwrapKey']);
    expect(await unwrapped(opened, blob)).toEqual(DATA_KEY);
  });

  it('is out of reach when nobody answers at all, and when no token comes', async () => {
    const { opened, blob } = await wrapped();
    const patient = await azureKeyVaultKey({
      ...{ key, http, timeoutMs: 300 },
      credential: { getToken: () => new Promise(() => {}) },
    });
    expect(await failed(patient.unwrap(blob, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_unreachable',
    });
    await vault.close();
    expect(await failed(opened.unwrap(blob, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_unreachable',
    });
  });
});
