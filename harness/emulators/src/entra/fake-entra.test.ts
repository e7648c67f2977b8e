import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { CertificateClient } from '@azure/keyvault-certificates';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { leaf } from '../../test-support/acm-session.js';
import { type EntraSession, entraSession } from '../../test-support/entra-session.js';
import { LOCAL, pfxOf } from '../../test-support/vault-session.js';
import { makeCertificate } from '../x509/make-certificate.js';
import { startFakeEntra } from './fake-entra.js';

const CLIENT = 'aaaaaaaa-0000-4000-8000-000000000001';
const ISSUER = 'https://oidc.example/cluster';
const SUBJECT = 'system:serviceaccount:certctl-system:certctl-agent';

const folders: string[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const authority = ({ entra, ca }: EntraSession) => ({
  authorityHost: entra.url,
  disableInstanceDiscovery: true,
  tlsOptions: { ca },
  retryOptions: { maxRetries: 0 },
});

/** Imports with the real client, which asks the credential for a token as the vault's challenge says. */
async function deploys({ vault }: EntraSession, credential: TokenCredential): Promise<void> {
  const client = new CertificateClient(vault.url, credential, LOCAL);
  await client.importCertificate('site', pfxOf(await leaf()));
}

async function reason(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it was not refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('a client secret', () => {
  it('gets a token with which the SDK deploys', async () => {
    const session = await entraSession({
      applications: [{ clientId: CLIENT, objectId: 'oid', secrets: ['s3cret'] }],
    });
    const { entra, vault } = session;
    await deploys(session, new ClientSecretCredential(entra.tenant, CLIENT, 's3cret', authority(session)));
    expect(vault.state.certificate('site')?.latest.principal).toBe('oid');
    expect(entra.issued).toMatchObject([{ clientId: CLIENT, resource: 'https://vault.azure.net' }]);
  });

  it('is refused when it is another', async () => {
    const session = await entraSession({ applications: [{ clientId: CLIENT, secrets: ['s3cret'] }] });
    const credential = new ClientSecretCredential(session.entra.tenant, CLIENT, 'other', authority(session));
    expect(await reason(deploys(session, credential))).toContain('AADSTS7000215');
    expect(session.entra.requests.of('Token').at(-1)).toMatchObject({ status: 401, rule: 'entra/secret' });
  });

  it('is of no use to an application that is not known', async () => {
    const session = await entraSession();
    const credential = new ClientSecretCredential(session.entra.tenant, CLIENT, 's', authority(session));
    expect(await reason(deploys(session, credential))).toContain('AADSTS700016');
  });

  it('gives nothing in another tenant', async () => {
    const session = await entraSession({ applications: [{ clientId: CLIENT, secrets: ['s'] }] });
    const other = '99999999-2222-4333-8444-555555555555';
    const credential = new ClientSecretCredential(other, CLIENT, 's', authority(session));
    expect(await reason(credential.getToken('https://vault.azure.net/.default'))).not.toBe(
      'it was not refused',
    );
  });

  it('gets a token for another resource, which no vault knows', async () => {
    const session = await entraSession(
      { applications: [{ clientId: CLIENT, secrets: ['s'] }] },
      { challengeResource: 'https://storage.azure.com' },
    );
    const credential = new ClientSecretCredential(session.entra.tenant, CLIENT, 's', authority(session));
    await expect(deploys(session, credential)).rejects.toMatchObject({ statusCode: 401 });
    expect(session.entra.issued).toMatchObject([{ resource: 'https://storage.azure.com' }]);
  });
});

describe('a client certificate', () => {
  it('proves the application by a signed assertion', async () => {
    const made = await makeCertificate({ algorithm: 'RSA_2048', subject: 'CN=agent' });
    const session = await entraSession({
      applications: [{ clientId: CLIENT, certificates: [made.certificatePem] }],
    });
    const certificate = made.certificatePem + made.privateKeyPem;
    const options = authority(session);
    await deploys(
      session,
      new ClientCertificateCredential(session.entra.tenant, CLIENT, { certificate }, options),
    );
    expect(session.vault.state.certificate('site')?.versions).toHaveLength(1);
  });

  it('is refused when it is not registered', async () => {
    const [known, other] = [await makeCertificate({}), await makeCertificate({})];
    const session = await entraSession({
      applications: [{ clientId: CLIENT, certificates: [known.certificatePem] }],
    });
    const certificate = other.certificatePem + other.privateKeyPem;
    const credential = new ClientCertificateCredential(
      session.entra.tenant,
      CLIENT,
      { certificate },
      authority(session),
    );
    expect(await reason(deploys(session, credential))).toContain('AADSTS700027');
  });
});

/** A token as an issuer of workload identities signs it. */
function federatedToken(key: KeyObject, claims: object = {}): string {
  const seconds = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', kid: 'k' },
    {
      iss: ISSUER,
      sub: SUBJECT,
      aud: 'api://AzureADTokenExchange',
      nbf: seconds - 5,
      exp: seconds + 600,
      ...claims,
    },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = createSign('sha256').update(parts.join('.')).sign(key, 'base64url');
  return [...parts, signature].join('.');
}

describe('a workload identity', () => {
  async function world(claims: object = {}, signedBy?: KeyObject) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const session = await entraSession({
      applications: [
        {
          clientId: CLIENT,
          federated: [
            {
              issuer: ISSUER,
              subject: SUBJECT,
              publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
            },
          ],
        },
      ],
    });
    const folder = mkdtempSync(join(tmpdir(), 'federated-'));
    folders.push(folder);
    const tokenFilePath = join(folder, 'token');
    writeFileSync(tokenFilePath, federatedToken(signedBy ?? privateKey, claims));
    const { tenant: tenantId } = session.entra;
    const credential = new WorkloadIdentityCredential({
      tenantId,
      clientId: CLIENT,
      tokenFilePath,
      ...authority(session),
    });
    return { session, credential };
  }

  it('deploys with the token of its file', async () => {
    const { session, credential } = await world();
    await deploys(session, credential);
    expect(session.vault.state.certificate('site')?.versions).toHaveLength(1);
  });

  it.each([
    ['subject', { sub: 'system:serviceaccount:default:default' }],
    ['issuer', { iss: 'https://oidc.example/other' }],
    ['audience', { aud: 'https://vault.azure.net' }],
  ])('is refused with another %s', async (_what, claims) => {
    const { session, credential } = await world(claims);
    expect(await reason(deploys(session, credential))).toContain('AADSTS70021');
  });

  it('is refused when somebody else signed it', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { session, credential } = await world({}, privateKey);
    expect(await reason(deploys(session, credential))).toContain('AADSTS70021');
  });

  it('is refused when it has expired', async () => {
    const { session, credential } = await world({ exp: Math.floor(Date.now() / 1000) - 301 });
    expect(await reason(deploys(session, credential))).toContain('AADSTS700024');
  });
});

describe('a managed identity', () => {
  it('gets its token from the endpoint of the environment', async () => {
    const session = await entraSession();
    // App Service gives the address over plain http. The library keeps address and token for the whole process.
    const entra = await startFakeEntra({ vaults: [session.vault], identities: [{ objectId: 'mi' }] });
    vi.stubEnv('IDENTITY_ENDPOINT', entra.identityEndpoint);
    vi.stubEnv('IDENTITY_HEADER', entra.identityHeader);
    const credential = new ManagedIdentityCredential({ allowInsecureConnection: true });
    await deploys(session, credential);
    await entra.close();
    expect(session.vault.state.certificate('site')?.latest.principal).toBe('mi');
    expect(entra.requests.all().map(({ operation }) => operation)).toEqual(['ManagedIdentityToken']);
  });

  it.each([
    ['without the header', 'entra/identity-header', 401, {}, 'x'],
    ['for one that is not assigned', 'entra/identity-request', 400, { client_id: 'nobody' }, undefined],
    ['of another form of the request', 'entra/identity-request', 400, { 'api-version': '2017' }, undefined],
  ])('gets none %s', async (_what, rule, status, more, header) => {
    const entra = await startFakeEntra({ identities: [{ clientId: 'one', resourceId: '/a' }, {}] });
    const ask = (parameters: object) =>
      fetch(
        `${entra.identityEndpoint}?${new URLSearchParams({ 'api-version': '2019-08-01', resource: 'r', ...parameters })}`,
        { headers: { 'x-identity-header': header ?? entra.identityHeader } },
      );
    const answer = await ask(more);
    const assigned = header === undefined ? await ask({ mi_res_id: '/a' }) : undefined;
    await entra.close();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ statusCode: status, message: expect.any(String) });
    expect(entra.requests.all()[0]).toMatchObject({ rule });
    if (assigned !== undefined)
      expect(await assigned.json()).toMatchObject({ client_id: 'one', resource: 'r' });
  });
});
