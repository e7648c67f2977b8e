import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { describe, expect, it } from 'vitest';
import {
  LOCAL,
  raw,
  refusal,
  tokenCredential,
  V,
  vaultSession,
} from '../../../test-support/vault-session.js';
import { manualClock } from '../../server/clock.js';
import type { FakeVault } from '../fake-vault.js';

const PLAIN = Buffer.from('a local key of thirty-two bytes.');

/** A client of the real SDK; RSA-OAEP-256 is what it leaves to the vault. */
function cryptography(id: string) {
  const client = new CryptographyClient(id, tokenCredential(), LOCAL);
  return {
    wrap: async () => (await client.wrapKey('RSA-OAEP-256', PLAIN)).result,
    unwrap: async (wrapped: Uint8Array) =>
      Buffer.from((await client.unwrapKey('RSA-OAEP-256', wrapped)).result),
  };
}

const path = (id: string, operation: string) => `${new URL(id).pathname}/${operation}?${V}`;
const wrap = (emulator: FakeVault, id: string, more: object = {}) =>
  raw(emulator, 'POST', path(id, 'wrapkey'), {
    body: { alg: 'RSA-OAEP-256', value: PLAIN.toString('base64url'), ...more },
  });
const unwrap = (emulator: FakeVault, id: string, value: string) =>
  raw(emulator, 'POST', path(id, 'unwrapkey'), { body: { alg: 'RSA-OAEP-256', value } });

describe('keys of the vault', () => {
  it('wrap and unwrap for the real client, and never leave', async () => {
    const { emulator } = await vaultSession();
    const id = emulator.addKey({ name: 'certctl' });
    const { wrap: wrapped, unwrap: unwrapped } = cryptography(id);
    expect(await unwrapped(await wrapped())).toEqual(PLAIN);
    const client = new KeyClient(emulator.url, tokenCredential(), LOCAL);
    const key = await client.getKey('CertCtl');
    expect(key).toMatchObject({ id, keyType: 'RSA', keyOperations: ['wrapKey', 'unwrapKey'] });
    expect(key.key?.d).toBeUndefined();
    expect(emulator.requests.of('WrapKey')).toMatchObject([{ resource: 'certctl', status: 200 }]);
  });

  it('have versions: the latest is read, and each unwraps only what it wrapped', async () => {
    const { emulator } = await vaultSession();
    const first = emulator.addKey({ name: 'certctl' });
    const wrapped = await cryptography(first).wrap();
    const second = emulator.addKey({ name: 'certctl' });
    const read = await raw(emulator, 'GET', `/keys/certctl?${V}`);
    expect(read.body.key.kid).toBe(second);
    expect(await refusal(cryptography(second).unwrap(wrapped))).toMatchObject({
      status: 400,
      code: 'BadParameter',
    });
    expect(await cryptography(first).unwrap(wrapped)).toEqual(PLAIN);
  });

  it('that are disabled do not unwrap, and wrap unless it is switched off', async () => {
    const { emulator } = await vaultSession();
    const id = emulator.addKey({ name: 'certctl' });
    emulator.changeKey(id, { enabled: false });
    const wrapped = await wrap(emulator, id);
    expect(wrapped.status).toBe(200);
    expect(await unwrap(emulator, id, wrapped.body.value)).toMatchObject({
      status: 403,
      body: { error: { code: 'Forbidden', innererror: { code: 'KeyDisabled' } } },
    });
    emulator.settings.disabledKeyWraps = false;
    expect((await wrap(emulator, id)).status).toBe(403);
  });

  it('that have expired unwrap, and wrap no more', async () => {
    const clock = manualClock();
    const { emulator } = await vaultSession({ clock });
    const id = emulator.addKey({ name: 'certctl', expiresAt: clock.now() + 1000 });
    const { body } = await wrap(emulator, id);
    clock.advance(1000);
    expect((await unwrap(emulator, id, body.value)).status).toBe(200);
    expect((await wrap(emulator, id)).status).toBe(403);
  });

  it('are refused where they are gone, may not do it, or the value is none', async () => {
    const { emulator } = await vaultSession();
    const id = emulator.addKey({ name: 'signs', operations: ['sign'] });
    expect((await wrap(emulator, id)).status).toBe(403);
    const other = emulator.addKey({ name: 'certctl' });
    for (const more of [{ alg: 'RSA9' }, { value: 7 }, { value: Buffer.alloc(300).toString('base64url') }]) {
      expect(await wrap(emulator, other, more)).toMatchObject({
        status: 400,
        body: { error: { code: 'BadParameter' } },
      });
    }
    emulator.deleteKey('certctl');
    expect(await wrap(emulator, other)).toMatchObject({
      status: 404,
      body: { error: { code: 'KeyNotFound' } },
    });
  });

  it('need the permission of the operation, by role or by access policy', async () => {
    const { emulator } = await vaultSession();
    const id = emulator.addKey({ name: 'certctl' });
    const action = 'Microsoft.KeyVault/vaults/keys/wrap/action';
    emulator.addPrincipal({
      token: 'wraps',
      allow: { properties: { permissions: [{ dataActions: [action] }] } },
    });
    emulator.addPrincipal({ token: 'unwraps', accessPolicy: { keys: ['unwrapKey'] } });
    const statuses = async (token: string) =>
      Promise.all(
        [path(id, 'wrapkey'), path(id, 'unwrapkey')].map(
          async (at) =>
            (
              await raw(emulator, 'POST', at, {
                token,
                body: { alg: 'RSA-OAEP-256', value: PLAIN.toString('base64url') },
              })
            ).status,
        ),
      );
    expect(await statuses('wraps')).toEqual([200, 403]);
    expect(await statuses('unwraps')).toEqual([403, 400]);
  });
});
