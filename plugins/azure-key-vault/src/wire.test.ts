import { issueMaterial } from '@certctl/certificate/issue';
import { readPkcs12 } from '@certctl/certificate/pkcs12';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallDouble, TOKEN } from './call-double.fixture.js';
import { keyVaultConfig } from './config.js';
import type { KeyVaultStore } from './key-vault-store.js';
import { placeOf } from './place.js';
import { askedCredential, challenge, openOnWire, startWire, type WireRequest } from './wire.fixture.js';

const HOST = 'my-vault.vault.azure.net';
const PLACE = placeOf(`https://${HOST}`, 'api-prod');
const config = keyVaultConfig.parse({ vault_url: `https://${HOST}`, certificate_name: 'api-prod' });
const RESOURCE = 'https://vault.azure.net';

let wire: Awaited<ReturnType<typeof startWire>>;
let store: KeyVaultStore;
afterEach(async () => {
  await store.close();
  await wire.close();
});

const bundle = (der: Uint8Array) =>
  JSON.stringify({
    id: `https://${HOST}/certificates/api-prod/0123456789abcdef0123456789abcdef`,
    sid: `https://${HOST}/secrets/api-prod/0123456789abcdef0123456789abcdef`,
    cer: Buffer.from(der).toString('base64'),
    attributes: { enabled: true, created: 1_700_000_000 },
  });

const bearer = ({ headers }: WireRequest) => headers.authorization === `Bearer ${TOKEN}`;

describe('an import on the wire', () => {
  it('comes with policy, state, tags and order, behind a challenge that saw none of it', async () => {
    const { leaf, material } = await issueMaterial();
    wire = await startWire([HOST], (request) =>
      bearer(request) ? { status: 200, body: bundle(leaf.facts.der) } : challenge(RESOURCE),
    );
    const credential = askedCredential();
    ({ store } = await openOnWire(wire, {}, credential));
    const call = new CallDouble();
    const replaces = {
      policy: {
        lifetimeActions: [{ trigger: { daysBeforeExpiry: 7 }, action: { actionType: 'EmailContacts' } }],
        x509CertificateProperties: { subject: 'CN=old' },
      },
    };
    const imported = await store.import(PLACE, { config, material, tags: { a: 'b' }, replaces }, call);
    expect(imported.revision).toBe('0123456789abcdef0123456789abcdef');
    expect(call.operations).toEqual(['Microsoft.Entra/token', 'certificates/import/action']);
    expect(credential.asked).toMatchObject([{ scopes: [`${RESOURCE}/.default`] }]);

    const [asking, sent, ...more] = wire.requests;
    expect(more).toEqual([]);
    expect(asking).toMatchObject({ body: '', method: 'POST', path: '/certificates/api-prod/import' });
    expect(asking?.headers.authorization).toBeUndefined();
    expect(sent?.query.get('api-version')).toBe('2025-07-01');
    expect(sent?.headers['user-agent']).toMatch(/certctl\/0\.1\.0/);
    const { value, pwd, ...rest } = JSON.parse(sent?.body ?? '');
    expect(rest).toEqual({
      policy: {
        key_props: { exportable: true, kty: 'EC', crv: 'P-256', reuse_key: false },
        secret_props: { contentType: 'application/x-pkcs12' },
        issuer: { name: 'Unknown' },
        lifetime_actions: [{ trigger: { days_before_expiry: 7 }, action: { action_type: 'EmailContacts' } }],
      },
      attributes: { enabled: true },
      tags: { a: 'b' },
      preserveCertOrder: true,
    });
    const read = await readPkcs12(Buffer.from(value, 'base64'), pwd);
    expect(read.leaf).toEqual(leaf.facts.der);
    expect(read.chain).toEqual(material.chain.map(({ der }) => der));
  });

  it('is whole for each of two that are the first at once', async () => {
    const { leaf, material } = await issueMaterial();
    wire = await startWire([HOST], (request) =>
      bearer(request) ? { status: 200, body: bundle(leaf.facts.der) } : challenge(RESOURCE),
    );
    ({ store } = await openOnWire(wire));
    const importing = () => store.import(PLACE, { config, material, tags: {} }, new CallDouble());
    await Promise.all([importing(), importing(), importing()]);
    const sent = wire.requests.filter(bearer);
    expect(sent).toHaveLength(3);
    for (const { body } of sent) expect(JSON.parse(body)).toHaveProperty('value');
    for (const request of wire.requests) if (!bearer(request)) expect(request.body).toBe('');
  });

  it.each([
    [307, 'https://evil.example/'],
    [307, `https://${HOST}/elsewhere`],
    [503, ''],
  ])('answered with %i %s is not sent on, nor sent again', async (status, location) => {
    const { material } = await issueMaterial();
    wire = await startWire([HOST, 'evil.example'], (request) =>
      bearer(request)
        ? { status, headers: { location }, body: '{"error":{"code":"x"}}' }
        : challenge(RESOURCE),
    );
    ({ store } = await openOnWire(wire));
    const importing = store.import(PLACE, { config, material, tags: {} }, new CallDouble());
    await expect(importing).rejects.toMatchObject({ failure: { class: 'broken', status } });
    expect(wire.requests).toHaveLength(2);
    expect(wire.connects.every((to) => to === `${HOST}:443`)).toBe(true);
  });
});

describe('a challenge', () => {
  it.each([
    ['another host', 'https://evil.example'],
    ['another service of Azure', 'https://management.azure.com'],
    ['a resource that the host only ends in', 'https://azure.net'],
    ['another cloud', 'https://vault.azure.cn'],
  ])('that names %s is refused before anything is given away', async (_, resource) => {
    const { material } = await issueMaterial();
    wire = await startWire([HOST], () => challenge(resource));
    const credential = askedCredential();
    ({ store } = await openOnWire(wire, {}, credential));
    const error = await store
      .import(PLACE, { config, material, tags: {} }, new CallDouble())
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'service_refused',
      failure: { class: 'refused', code: 'ChallengeRefused' },
      remedy: expect.stringContaining('vault_url'),
    });
    expect(JSON.stringify(error)).not.toMatch(/disableChallengeResourceVerification/);
    expect(wire.requests).toHaveLength(1);
    expect(wire.requests[0]?.body).toBe('');
    expect(credential.asked.map(({ scopes }) => scopes)).toEqual([[`${RESOURCE}/.default`]]);
  });

  it('of another tenant than the identity is of is refused, and names both', async () => {
    const [own, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    wire = await startWire([HOST], () => challenge(RESOURCE, `https://login.microsoftonline.com/${other}`));
    const { VaultToken } = await import('./vault-token.js');
    const token = new VaultToken({
      credential: askedCredential(),
      resource: RESOURCE,
      anyResource: false,
      tenantId: own,
      clock: { now: () => Date.now(), sleep: async () => {}, timeout: () => expect.unreachable() },
      within: (_, send) => send(),
    });
    ({ store } = await openOnWire(wire));
    const asking = token.getToken([`${RESOURCE}/.default`], { tenantId: other });
    await expect(asking).rejects.toThrow(`belongs to tenant ${other}, the identity to tenant ${own}`);
  });

  it.each([
    ['my-vault.vault.azure.cn', 'https://vault.azure.cn'],
    ['my-vault.vault.usgovcloudapi.net', 'https://vault.usgovcloudapi.net'],
    ['my-vault.vault.microsoftazure.de', 'https://vault.microsoftazure.de'],
  ])('of %s is met with a token of its cloud', async (host, resource) => {
    const { leaf } = await issueMaterial();
    wire = await startWire([host], (request) =>
      bearer(request) ? { status: 200, body: bundle(leaf.facts.der) } : challenge(resource),
    );
    const credential = askedCredential();
    ({ store } = await openOnWire(wire, { vault_url: `https://${host}` }, credential));
    const place = placeOf(`https://${host}`, 'api-prod');
    expect(await store.read(place, 'latest', new CallDouble())).toMatchObject({ leaf: leaf.facts.der });
    expect(credential.asked.map(({ scopes }) => scopes)).toEqual([[`${resource}/.default`]]);
    expect(wire.requests.at(-1)?.path).toBe('/certificates/api-prod/');
  });

  it('for more claims is met with another token', async () => {
    const { leaf } = await issueMaterial();
    let met = 0;
    wire = await startWire([HOST], (request) => {
      if (!bearer(request)) return challenge(RESOURCE);
      met += 1;
      if (met > 1) return { status: 200, body: bundle(leaf.facts.der) };
      const claims = Buffer.from('{"access_token":{}}').toString('base64');
      const text = `Bearer authorization="https://login.microsoftonline.com/t", error="insufficient_claims", claims="${claims}"`;
      return { status: 401, headers: { 'www-authenticate': text }, body: '{}' };
    });
    const credential = askedCredential();
    ({ store } = await openOnWire(wire, {}, credential));
    await store.read(PLACE, 'latest', new CallDouble());
    expect(credential.asked.at(-1)).toMatchObject({ claims: '{"access_token":{}}' });
  });
});

describe('a token', () => {
  it('that does not come leaves an import unsent', async () => {
    const { material } = await issueMaterial();
    wire = await startWire([HOST], () => challenge(RESOURCE));
    const credential = {
      getToken: () =>
        Promise.reject(Object.assign(new Error('none'), { name: 'CredentialUnavailableError' })),
    };
    ({ store } = await openOnWire(wire, {}, credential));
    const importing = store.import(PLACE, { config, material, tags: {} }, new CallDouble());
    await expect(importing).rejects.toMatchObject({
      operation: 'Microsoft.Entra/token',
      failure: { class: 'refused', code: 'CredentialUnavailableError' },
      remedy: expect.stringContaining('credential_mode'),
    });
    expect(wire.requests).toEqual([]);
  });

  it('is asked for once, and again before it expires', async () => {
    const { leaf } = await issueMaterial();
    wire = await startWire([HOST], (request) =>
      bearer(request) ? { status: 200, body: bundle(leaf.facts.der) } : challenge(RESOURCE),
    );
    let left = 3_600_000;
    let asked = 0;
    const credential = {
      getToken: async () => {
        asked += 1;
        return { token: TOKEN, expiresOnTimestamp: Date.now() + left };
      },
    };
    ({ store } = await openOnWire(wire, {}, credential));
    const call = new CallDouble();
    await Promise.all([store.read(PLACE, 'latest', call), store.read(PLACE, 'latest', call)]);
    await store.read(PLACE, 'latest', new CallDouble());
    expect(asked).toBe(1);
    await store.close();
    left = 4 * 60_000;
    ({ store } = await openOnWire(wire, {}, credential));
    await store.read(PLACE, 'latest', new CallDouble());
    await store.read(PLACE, 'latest', new CallDouble());
    expect(asked).toBeGreaterThanOrEqual(3);
  });
});

describe('a key that is read back', () => {
  async function readBack(secretOf: Awaited<ReturnType<typeof issueMaterial>>, answer: object = {}) {
    const { leaf } = await issueMaterial();
    const { privateKeyPem, certificatePem } = secretOf.leaf;
    const secret = { value: privateKeyPem + certificatePem, contentType: 'application/x-pem-file' };
    const id = `https://${HOST}/secrets/api-prod/0123456789abcdef0123456789abcdef`;
    wire = await startWire([HOST], (request) => {
      if (!bearer(request)) return challenge(RESOURCE);
      if (request.path.startsWith('/certificates/')) return { status: 200, body: bundle(leaf.facts.der) };
      return { status: 200, body: JSON.stringify({ id, ...secret }), ...answer };
    });
    ({ store } = await openOnWire(wire));
    return store.readKeyBack(PLACE, undefined, new CallDouble());
  }

  it('beside another certificate is not taken for its own', async () => {
    await expect(readBack(await issueMaterial())).rejects.toMatchObject({ code: 'key_mismatch' });
    expect(wire.requests.at(-1)?.path).toBe('/secrets/api-prod/0123456789abcdef0123456789abcdef');
  });

  it('is none where the version was disabled in between, and an error where reading is not allowed', async () => {
    const refused = (code: string) => ({
      status: 403,
      body: JSON.stringify({ error: { code: 'Forbidden', message: 'no', innererror: { code } } }),
    });
    expect(await readBack(await issueMaterial(), refused('SecretDisabled'))).toBeUndefined();
    await Promise.all([store.close(), wire.close()]);
    await expect(readBack(await issueMaterial(), refused('ForbiddenByRbac'))).rejects.toMatchObject({
      operation: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      failure: { permission: true },
    });
  });
});

describe('a list', () => {
  it('is not followed to another host', async () => {
    wire = await startWire([HOST, 'evil.example'], (request) =>
      bearer(request)
        ? { status: 200, body: '{"value":[],"nextLink":"https://evil.example/certificates?x=1"}' }
        : challenge(RESOURCE),
    );
    ({ store } = await openOnWire(wire));
    const listing = async () => {
      for await (const _ of store.discover({ vault_url: `https://${HOST}` }, new CallDouble()));
    };
    await expect(listing()).rejects.toThrow('another host');
    expect(wire.connects).not.toContain('evil.example:443');
  });
});

describe('a call that ends', () => {
  it.each(['the first', 'a later'])('takes %s request with it, and the connection', async (which) => {
    const { leaf } = await issueMaterial();
    let hang = which === 'the first';
    wire = await startWire([HOST], (request) => {
      if (hang) return undefined;
      return bearer(request) ? { status: 200, body: bundle(leaf.facts.der) } : challenge(RESOURCE);
    });
    ({ store } = await openOnWire(wire));
    if (!hang) await store.read(PLACE, 'latest', new CallDouble());
    hang = true;
    const before = wire.requests.length;
    const ending = new AbortController();
    const reading = store.read(PLACE, 'latest', new CallDouble(() => {}, ending.signal));
    await expect.poll(() => wire.requests.length).toBe(before + 1);
    ending.abort();
    await expect(reading).rejects.toMatchObject({ failure: { class: 'broken' } });
    await expect.poll(() => wire.dropped()).toBe(1);
  });

  it('takes a later page of a list with it', async () => {
    wire = await startWire([HOST], (request) => {
      if (!bearer(request)) return challenge(RESOURCE);
      if (request.query.has('page')) return undefined;
      return {
        status: 200,
        body: `{"value":[],"nextLink":"https://${HOST}/certificates?page=2&api-version=7.5"}`,
      };
    });
    ({ store } = await openOnWire(wire));
    const ending = new AbortController();
    const listing = (async () => {
      const call = new CallDouble(() => {}, ending.signal);
      for await (const _ of store.discover({ vault_url: `https://${HOST}` }, call));
    })();
    listing.catch(() => {});
    await expect.poll(() => wire.requests.some(({ query }) => query.has('page'))).toBe(true);
    ending.abort();
    await expect(listing).rejects.toMatchObject({ failure: { class: 'broken' } });
    await expect.poll(() => wire.dropped()).toBe(1);
  });

  it('takes the request for its token with it', async () => {
    const authority = 'login.microsoftonline.com';
    wire = await startWire([HOST, authority], () => undefined);
    vi.stubEnv('CERTCTL_TEST_SECRET', 's3cret');
    const fields = {
      credential_mode: 'client_secret',
      tenant_id: '11111111-1111-4111-8111-111111111111',
      client_id: '22222222-2222-4222-8222-222222222222',
      client_secret: 'env:CERTCTL_TEST_SECRET',
    } as const;
    ({ store } = await openOnWire(wire, fields, null));
    const ending = new AbortController();
    const reading = store.read(PLACE, 'latest', new CallDouble(() => {}, ending.signal));
    reading.catch(() => {});
    await expect.poll(() => wire.requests.length).toBe(1);
    expect(wire.requests[0]?.host).toBe(authority);
    ending.abort();
    await expect(reading).rejects.toMatchObject({ operation: 'Microsoft.Entra/token' });
    await expect.poll(() => wire.dropped()).toBe(1);
    vi.unstubAllEnvs();
  });
});
