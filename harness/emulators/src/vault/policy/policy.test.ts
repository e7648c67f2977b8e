import { describe, expect, it } from 'vitest';
import { leaf } from '../../../test-support/acm-session.js';
import { importBody, raw, V, vaultSession } from '../../../test-support/vault-session.js';
import { makeCertificate } from '../../x509/make-certificate.js';
import type { FakeVaultOptions } from '../fake-vault.js';

async function world(options: FakeVaultOptions = {}) {
  const { emulator } = await vaultSession(options);
  const send = async (method: string, path: string, body?: object) => {
    const answer = await raw(emulator, method, `/certificates/site${path}?${V}`, body && { body });
    return { ...answer, rule: emulator.requests.all().at(-1)?.rule ?? 'ok' };
  };
  return { emulator, send };
}

const made = await leaf();

async function imported(policy: object, options: FakeVaultOptions = {}) {
  const { send } = await world(options);
  return send('POST', '/import', importBody(made, { policy }));
}

describe('the policy of an import', () => {
  it('that has none is the default of the service, with key and subject of the certificate', async () => {
    const { send, emulator } = await world();
    const rsa = await makeCertificate({
      algorithm: 'RSA_2048',
      subject: 'CN=a.example, O=Org',
      names: ['a.example'],
      keyUsages: ['DIGITAL_SIGNATURE', 'KEY_ENCIPHERMENT'],
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
    });
    const { body } = await send('POST', '/import', importBody(rsa));
    expect(body.policy).toEqual({
      id: `${emulator.url}/certificates/site/policy`,
      key_props: { exportable: true, kty: 'RSA', key_size: 2048, reuse_key: false },
      secret_props: { contentType: 'application/x-pkcs12' },
      x509_props: {
        subject: 'CN=a.example, O=Org',
        sans: { dns_names: ['a.example'] },
        ekus: ['1.3.6.1.5.5.7.3.1'],
        key_usage: ['digitalSignature', 'keyEncipherment'],
        validity_months: 3,
        basic_constraints: { ca: false },
      },
      lifetime_actions: [{ trigger: { lifetime_percentage: 80 }, action: { action_type: 'EmailContacts' } }],
      issuer: { name: 'Unknown' },
      attributes: { enabled: true, created: expect.any(Number), updated: expect.any(Number) },
    });
    expect((await send('GET', '/policy')).body).toEqual(body.policy);
  });

  it('may name what the key is', async () => {
    const key_props = { kty: 'EC', crv: 'P-256', key_size: 256, exportable: false, reuse_key: true };
    const { body } = await imported({ key_props, issuer: { name: 'Self' } });
    expect(body.policy).toMatchObject({ key_props, issuer: { name: 'Self' } });
  });

  it.each([
    [{ key_props: { kty: 'RSA' } }, 'policy/key'],
    [{ key_props: { kty: 'EC', crv: 'P-384' } }, 'policy/key'],
    [{ key_props: { kty: 'RSA', key_size: 1024 } }, 'policy/key-size'],
    [{ key_props: { kty: 'RSA', crv: 'P-256' } }, 'policy/key-size'],
    [{ key_props: { kty: 'oct' } }, 'vault/property'],
    [{ key_props: { kty: 'EC-HSM', exportable: false } }, 'policy/hsm-premium'],
    [{ secret_props: { contentType: 'text/plain' } }, 'vault/property'],
    [{ issuer: { name: 'a b' } }, 'policy/issuer'],
    [
      {
        lifetime_actions: [{ trigger: { lifetime_percentage: 0 }, action: { action_type: 'EmailContacts' } }],
      },
      'policy/lifetime-actions',
    ],
    [
      { lifetime_actions: [{ trigger: {}, action: { action_type: 'EmailContacts' } }] },
      'policy/lifetime-actions',
    ],
    [
      { lifetime_actions: [{ trigger: { days_before_expiry: 9 }, action: { action_type: 'AutoRenew' } }] },
      'policy/lifetime-actions',
    ],
    [{ lifetime_actions: 'none' }, 'vault/property'],
  ])('%j is refused', async (policy, rule) => {
    const answer = await imported(policy);
    expect([answer.status, answer.body.error.code, answer.rule]).toEqual([400, 'BadParameter', rule]);
  });

  it('of a premium vault may put the key into an HSM, from where it does not come back', async () => {
    const { body } = await imported({ key_props: { kty: 'EC-HSM' } }, { premium: true });
    expect(body.policy.key_props).toMatchObject({ kty: 'EC-HSM', exportable: false });
    const exportable = await imported({ key_props: { kty: 'EC-HSM', exportable: true } }, { premium: true });
    expect(exportable.rule).toBe('policy/hsm-exportable');
  });

  it('keeps what an earlier one said, unless it is switched to the default', async () => {
    const again = async (options: FakeVaultOptions) => {
      const { send } = await world(options);
      const policy = { key_props: { exportable: false }, issuer: { name: 'Self' } };
      await send('POST', '/import', importBody(made, { policy }));
      return (await send('POST', '/import', importBody(made))).body.policy;
    };
    expect(await again({})).toMatchObject({ key_props: { exportable: false }, issuer: { name: 'Self' } });
    expect(await again({ policyOnImport: 'default' })).toMatchObject({
      key_props: { exportable: true },
      issuer: { name: 'Unknown' },
    });
  });
});

describe('an update of the policy', () => {
  it('changes what it names, for all versions', async () => {
    const { send, emulator } = await world();
    const { body: first } = await send('POST', '/import', importBody(made));
    await send('POST', '/import', importBody(made));
    const { status, body } = await send('PATCH', '/policy', {
      key_props: { exportable: false, kty: 'RSA', key_size: 4096 },
      issuer: { name: 'Self' },
      lifetime_actions: [{ trigger: { days_before_expiry: 30 }, action: { action_type: 'AutoRenew' } }],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      key_props: { exportable: false, kty: 'RSA', key_size: 4096 },
      secret_props: { contentType: 'application/x-pkcs12' },
      issuer: { name: 'Self' },
    });
    const version = first.id.split('/').at(-1);
    expect((await send('GET', `/${version}`)).body.policy).toMatchObject({ issuer: { name: 'Self' } });
    expect(emulator.state.certificate('site')?.versions[0]?.policy.issuer).toEqual({ name: 'Unknown' });
  });

  it('of a name that is not there is refused', async () => {
    const { send } = await world();
    expect((await send('PATCH', '/policy', {})).status).toBe(404);
    expect((await send('GET', '/policy')).status).toBe(404);
  });
});
