import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type FakeEntra, type FakeVault, startFakeEntra, startFakeVault } from '@certctl/emulators';
import type { HttpSettings } from '@certctl/plugin-api';
import { openAzureHttpClient } from '@certctl/plugin-http/azure';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClients } from './azure-clients.js';
import { CallDouble, services } from './call-double.fixture.js';
import { connectionOf, type KeyVaultConfig } from './config.js';
import { configAt } from './emulated-store.fixture.js';
import { identityCredential } from './identity-credential.js';
import { KeyVaultStore } from './key-vault-store.js';

const CLIENT = 'aaaaaaaa-0000-4000-8000-000000000001';
const ISSUER = 'https://oidc.example/cluster';
const SUBJECT = 'system:serviceaccount:certctl-system:certctl-agent';
const READ = { operation: 'Microsoft.Entra/token', failure: { class: 'refused' } };

let vault: FakeVault;
let entra: FakeEntra;
let caBundle: string;
let folder: string;
let proxyFor: HttpSettings['proxyFor'];
let store: KeyVaultStore | undefined;

const federation = generateKeyPairSync('rsa', { modulusLength: 2048 });
const application = generateKeyPairSync('rsa', { modulusLength: 2048 });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-identity-'));
  const authority = await issueAuthority();
  caBundle = authority.certificatePem;
  const server = await issueLeaf(authority, { names: ['localhost', '127.0.0.1'] });
  const privateKeyPem = application.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const own = await issueLeaf('self', { names: ['agent'], privateKeyPem });
  writeFileSync(join(folder, 'agent.pem'), own.certificatePem + own.privateKeyPem);
  vault = await startFakeVault();
  entra = await startFakeEntra({
    tls: { cert: server.certificatePem, key: server.privateKeyPem },
    vaults: [vault],
    applications: [
      {
        clientId: CLIENT,
        secrets: ['s3cret', 'rotated'],
        certificates: [own.certificatePem],
        federated: [
          {
            issuer: ISSUER,
            subject: SUBJECT,
            publicKey: federation.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
          },
        ],
      },
    ],
  });
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  await Promise.all([vault.close(), entra.close()]);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** What the vault says of a name that it does not know, to the identity of the fields. */
async function inspected(fields: Partial<KeyVaultConfig>, call = new CallDouble()) {
  const config = configAt(vault, { authority_host: entra.url, ...fields });
  const connection = connectionOf(config);
  const http = { ...services.http, caBundle, ...(proxyFor ? { proxyFor } : {}) };
  const clients = await openClients(connection, { ...services, http, credentials: { get: () => undefined } });
  store = new KeyVaultStore(clients);
  return store.inspect(await store.resolve({ config, targetId: 'web' }), call);
}

const application_ = () => ({ tenant_id: entra.tenant, client_id: CLIENT });

function federatedToken(claims: object = {}): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const body = {
    iss: ISSUER,
    sub: SUBJECT,
    aud: 'api://AzureADTokenExchange',
    nbf: seconds - 5,
    exp: seconds + 600,
  };
  const parts = [
    { alg: 'RS256', kid: 'k' },
    { ...body, ...claims },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = createSign('sha256').update(parts.join('.')).sign(federation.privateKey, 'base64url');
  return [...parts, signature].join('.');
}

describe('a client secret', () => {
  it('that was rotated is taken up for the next token', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 's3cret');
    const fields = {
      credential_mode: 'client_secret',
      ...application_(),
      client_secret: `file:${file}`,
    } as const;
    const connection = connectionOf(configAt(vault, { authority_host: entra.url, ...fields }));
    const http = openAzureHttpClient({ ...services.http, caBundle }, services.clock);
    const credential = await identityCredential(connection, { get: () => undefined }, http.client);
    const one = await credential.getToken('https://vault.azure.net/.default');
    writeFileSync(file, 'rotated');
    const two = await credential.getToken('https://vault.azure.net/.default');
    expect(two?.token).not.toBe(one?.token);
    http.close();
  });

  it('is read where its reference leads', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 's3cret\n');
    const fields = {
      credential_mode: 'client_secret',
      ...application_(),
      client_secret: `file:${file}`,
    } as const;
    expect(await inspected(fields)).toEqual({ state: 'absent' });
    vi.stubEnv('CERTCTL_TEST_SECRET', 'rotated');
    expect(await inspected({ ...fields, client_secret: 'env:CERTCTL_TEST_SECRET' })).toEqual({
      state: 'absent',
    });
    expect(entra.issued).toHaveLength(2);
  });

  it('that is wrong is refused before the vault is asked, and not shown', async () => {
    vi.stubEnv('CERTCTL_TEST_SECRET', 'wrong-secret');
    const fields = { ...application_(), client_secret: 'env:CERTCTL_TEST_SECRET' };
    const error = await inspected({ credential_mode: 'client_secret', ...fields }).catch((thrown) => thrown);
    expect(error).toMatchObject({ ...READ, remedy: expect.stringContaining('client_id') });
    expect(error).not.toMatchObject({ failure: { permission: true } });
    expect(JSON.stringify(error)).not.toContain('wrong-secret');
    expect(vault.requests.all()).toEqual([]);
  });

  it.each(['env:CERTCTL_TEST_NOTHING', 'file:/nowhere/at/all'])(
    '%s that is not there is said so',
    async (client_secret) => {
      const fields = { credential_mode: 'client_secret', ...application_(), client_secret } as const;
      await expect(inspected(fields)).rejects.toMatchObject({
        ...READ,
        message: expect.stringContaining(client_secret),
      });
    },
  );
});

describe('a client certificate', () => {
  it('proves the application', async () => {
    const client_certificate_path = join(folder, 'agent.pem');
    const fields = {
      credential_mode: 'client_certificate',
      ...application_(),
      client_certificate_path,
    } as const;
    expect(await inspected(fields)).toEqual({ state: 'absent' });
  });

  it('that is not there is refused', async () => {
    const fields = { ...application_(), client_certificate_path: join(folder, 'none.pem') };
    await expect(inspected({ credential_mode: 'client_certificate', ...fields })).rejects.toMatchObject({
      operation: 'Microsoft.Entra/token',
    });
  });
});

describe('a workload identity', () => {
  it('goes by the token file and the ids of the environment', async () => {
    writeFileSync(join(folder, 'token'), federatedToken());
    vi.stubEnv('AZURE_FEDERATED_TOKEN_FILE', join(folder, 'token'));
    vi.stubEnv('AZURE_CLIENT_ID', CLIENT);
    vi.stubEnv('AZURE_TENANT_ID', entra.tenant);
    expect(await inspected({ credential_mode: 'workload_identity' })).toEqual({ state: 'absent' });
  });

  it('of another service account is refused', async () => {
    writeFileSync(join(folder, 'token'), federatedToken({ sub: 'system:serviceaccount:default:default' }));
    vi.stubEnv('AZURE_FEDERATED_TOKEN_FILE', join(folder, 'token'));
    await expect(
      inspected({ credential_mode: 'workload_identity', ...application_() }),
    ).rejects.toMatchObject(READ);
  });

  it('that is not set up is refused, and says what is missing', async () => {
    for (const name of ['AZURE_FEDERATED_TOKEN_FILE', 'AZURE_CLIENT_ID', 'AZURE_TENANT_ID'])
      vi.stubEnv(name, undefined);
    await expect(inspected({ credential_mode: 'workload_identity' })).rejects.toMatchObject({
      ...READ,
      remedy: expect.stringContaining('credential_mode'),
    });
  });
});

describe('a managed identity', () => {
  it('is asked of the endpoint of the environment', async () => {
    const local = await startFakeEntra({ vaults: [vault], identities: [{ objectId: 'mi' }] });
    vi.stubEnv('IDENTITY_ENDPOINT', local.identityEndpoint);
    vi.stubEnv('IDENTITY_HEADER', local.identityHeader);
    expect(await inspected({ credential_mode: 'managed_identity' })).toEqual({ state: 'absent' });
    await local.close();
  });
});

describe('an authority that does not answer', () => {
  it.each([
    [{ kind: 'status', status: 503 }, { class: 'broken' }],
    [{ kind: 'html', status: 502 }, { class: 'broken' }],
    [{ kind: 'reset' }, { class: 'broken' }],
  ] as const)('after %j is broken, once', async (fault, failure) => {
    vi.stubEnv('CERTCTL_TEST_SECRET', 's3cret');
    entra.faults.add({ operation: 'Token', ...fault, on: { times: 9 } });
    const fields = { ...application_(), client_secret: 'env:CERTCTL_TEST_SECRET' };
    const error = await inspected({ credential_mode: 'client_secret', ...fields }).catch((thrown) => thrown);
    expect(error).toMatchObject({ operation: 'Microsoft.Entra/token', failure });
    expect(error.message).not.toMatch(/<|intercepted/);
    expect(vault.requests.all()).toEqual([]);
  });

  it('is waited for no longer than the call lasts', async () => {
    vi.stubEnv('CERTCTL_TEST_SECRET', 's3cret');
    entra.faults.add({ operation: 'Token', kind: 'hang' });
    const ending = new AbortController();
    const fields = { ...application_(), client_secret: 'env:CERTCTL_TEST_SECRET' };
    const asking = inspected(
      { credential_mode: 'client_secret', ...fields },
      new CallDouble(() => {}, ending.signal),
    );
    asking.catch(() => {});
    await expect
      .poll(() => entra.requests.of('Token').length + (entra.faults.reports()[0]?.used ?? 0))
      .toBeGreaterThan(0);
    ending.abort();
    await expect(asking).rejects.toMatchObject({ operation: 'Microsoft.Entra/token' });
  });
});

describe('an authority that is not reached', () => {
  const secret = () => {
    vi.stubEnv('AZURE_SECRET', 's3cret');
    return {
      ...application_(),
      credential_mode: 'client_secret',
      client_secret: 'env:AZURE_SECRET',
    } as const;
  };

  const itself = (error: unknown) => error;

  it('because its certificate is not trusted is told with that, and with the CA bundle', async () => {
    const { certificatePem } = await issueAuthority({ name: 'another' });
    caBundle = certificatePem;
    expect(await inspected(secret()).catch(itself)).toMatchObject({
      code: 'service_broken',
      failure: {
        class: 'broken',
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        message: expect.stringMatching(/^the authority \S+ was not reached: unable to verify/),
      },
      remedy: expect.stringContaining('CA bundle'),
    });
  });

  it('because the proxy would not connect is told with that, and with the proxy', async () => {
    const proxy = createServer().on('connect', (_, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    // A server that listens has an address with a port.
    const { port } = proxy.address() as AddressInfo;
    proxyFor = (url) => (String(url).startsWith(entra.url) ? `http://127.0.0.1:${port}` : undefined);
    try {
      expect(await inspected(secret()).catch(itself)).toMatchObject({
        failure: { class: 'broken', code: 'PROXY_REFUSED' },
        remedy: expect.stringContaining('HTTPS_PROXY'),
      });
    } finally {
      proxyFor = undefined;
      proxy.close();
    }
  });

  it('and is, but gives no token, is told in the words of the authority', async () => {
    const fields = secret();
    vi.stubEnv('AZURE_SECRET', 'wrong');
    expect(await inspected(fields).catch(itself)).toMatchObject({ failure: { class: 'refused' } });
  });
});
