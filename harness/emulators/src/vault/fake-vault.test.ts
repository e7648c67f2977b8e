import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { CertificateClient } from '@azure/keyvault-certificates';
import { afterEach, describe, expect, it } from 'vitest';
import { authority, leaf } from '../../test-support/acm-session.js';
import {
  importBody,
  LOCAL,
  pfxOf,
  raw,
  TOKEN,
  tokenCredential,
  V,
  vaultSession,
} from '../../test-support/vault-session.js';
import type { TlsListener } from '../tls/certificate-listener.js';
import { makeCertificate } from '../x509/make-certificate.js';
import { type FakeVault, startFakeVault } from './fake-vault.js';
import { serveFakeVault } from './serve-fake-vault.js';

const running: FakeVault[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

const seedOf = (made: { certificatePem: string; privateKeyPem: string }) => ({
  certificate: made.certificatePem,
  privateKey: made.privateKeyPem,
});

/** The leaf that a handshake shows, verified up to the CA when one is given. */
function handshake({ host, port }: TlsListener, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host, port, servername: 'www.example.com', ca, rejectUnauthorized: ca !== undefined },
      () => {
        const presented = socket.getPeerX509Certificate();
        socket.destroy();
        resolve(presented?.fingerprint256 ?? 'none');
      },
    );
    socket.on('error', reject);
  });
}

const fingerprint = (made: { certificatePem: string }) =>
  new X509Certificate(made.certificatePem).fingerprint256;

describe('a TLS listener on a name', () => {
  it('shows the latest version that is enabled, with its chain and key', async () => {
    const { emulator, certificates } = await vaultSession();
    const ca = await authority();
    const [first, second] = [await leaf({ issuer: ca }), await leaf({ issuer: ca })];
    await certificates.importCertificate('site', pfxOf(first, ca));
    const listener = await emulator.listenTls('site');
    expect(await handshake(listener, ca.certificatePem)).toBe(fingerprint(first));
    const { properties } = await certificates.importCertificate('site', pfxOf(second, ca));
    expect(await handshake(listener, ca.certificatePem)).toBe(fingerprint(second));
    await certificates.updateCertificateProperties('site', properties.version ?? '', { enabled: false });
    expect(await handshake(listener, ca.certificatePem)).toBe(fingerprint(first));
  });

  it('refuses the handshake while the name is deleted', async () => {
    const { emulator, certificates } = await vaultSession();
    await certificates.importCertificate('site', pfxOf(await leaf()));
    const listener = await emulator.listenTls('site');
    await certificates.beginDeleteCertificate('site');
    await expect(handshake(listener)).rejects.toThrow();
  });
});

describe('a seed', () => {
  it('is a version of somebody else, with what it is given', async () => {
    const { emulator, certificates } = await vaultSession();
    const ca = await authority();
    const made = await leaf({ issuer: ca });
    const seeded = emulator.seed({
      name: 'site',
      ...seedOf(made),
      chain: ca.certificatePem,
      tags: { a: 'b' },
      policy: { key_props: { exportable: false } },
      enabled: false,
    });
    expect(seeded.id).toBe(`${emulator.url}/certificates/site/${seeded.version}`);
    expect((await certificates.getCertificate('site')).properties).toMatchObject({
      version: seeded.version,
      tags: { a: 'b' },
      enabled: false,
    });
    expect(emulator.state.certificate('site')?.latest).toMatchObject({
      principal: 'somebody-else',
      chain: [ca.parsed.der],
      keyMatches: true,
      policy: { key_props: { exportable: false } },
    });
  });

  it('says that its key is another when it is', async () => {
    const { emulator } = await vaultSession();
    const [one, two] = [await leaf(), await leaf()];
    emulator.seed({ name: 'site', certificate: one.certificatePem, privateKey: two.privateKeyPem });
    expect(emulator.state.certificate('site')?.latest.keyMatches).toBe(false);
  });
});

describe('a vault', () => {
  it.each(['ab', 'a'.repeat(25), '1abc', 'a_b', 'a--b', 'abc-'])('is not called %s', async (vault) => {
    await expect(startFakeVault({ vault })).rejects.toThrow(/is no name of a vault/);
  });

  it('is not started with settings that it cannot have', async () => {
    await expect(startFakeVault({ retentionDays: 91 })).rejects.toThrow(/7 to 90/);
  });
});

describe('over https', () => {
  it('the SDK reads ids that begin with https', async () => {
    const server = await makeCertificate({ algorithm: 'EC_prime256v1', names: ['127.0.0.1'] });
    const tls = { key: server.privateKeyPem, cert: server.certificatePem };
    const emulator = await startFakeVault({ tls, principals: [{ token: TOKEN }] });
    running.push(emulator);
    expect(emulator.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
    const options = { ...LOCAL, allowInsecureConnection: false, tlsOptions: { ca: server.certificatePem } };
    const client = new CertificateClient(emulator.url, tokenCredential(), options);
    const { properties } = await client.importCertificate('site', pfxOf(await leaf()));
    expect(properties.id).toContain(`${emulator.url}/certificates/site/`);
  });
});

describe('control over HTTP', () => {
  async function world() {
    const session = await vaultSession();
    const call = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${session.emulator.url}/_certctl/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    };
    return { ...session, call };
  }

  it('shows the state with deleted certificates apart, and no private key', async () => {
    const { emulator, certificates, call } = await world();
    const made = await leaf();
    await certificates.importCertificate('site', pfxOf(made));
    emulator.seed({ name: 'gone', ...seedOf(made) });
    await certificates.beginDeleteCertificate('gone');
    const { body } = await call('GET', 'state');
    expect(body).toMatchObject({
      certificates: [
        {
          name: 'site',
          status: 'active',
          versions: [{ leaf: Buffer.from(made.parsed.der).toString('base64') }],
        },
      ],
      deleted: [{ name: 'gone', status: 'deleted' }],
    });
    expect(JSON.stringify(body)).not.toMatch(/private/i);
  });

  it('sets faults and settings, and refuses what is none', async () => {
    const { emulator, call } = await world();
    expect((await call('POST', 'faults', { operation: 'GetCertificate', kind: 'throttle' })).body).toEqual({
      id: 1,
    });
    expect((await raw(emulator, 'GET', `/certificates/site?${V}`)).status).toBe(429);
    expect((await call('GET', 'faults')).body.faults).toMatchObject([{ kind: 'throttle', used: 1 }]);
    await call('POST', 'settings', { purgeProtection: true, retentionDays: 7, lateReads: { reads: 1 } });
    expect((await call('GET', 'settings')).body).toMatchObject({ purgeProtection: true, retentionDays: 7 });
    expect(emulator.settings.lateReads).toEqual({ reads: 1 });
    for (const settings of [
      { retention: 7 },
      { retentionDays: 6 },
      { retentionDays: '7' },
      { purgeProtection: 'yes' },
      { chainOrder: 'random' },
      { rates: 7 },
      { pfxEncryptions: true },
      { challengeResource: 7 },
    ])
      expect((await call('POST', 'settings', settings)).status).toBe(400);
    expect((await call('POST', 'faults', { operation: '*', kind: 'explode' })).status).toBe(400);
    expect((await call('GET', 'nothing')).status).toBe(404);
  });

  it('makes, changes and deletes keys', async () => {
    const { emulator, call } = await world();
    const { id } = (await call('POST', 'keys', { name: 'certctl', operations: ['wrapKey'] })).body;
    const read = async () => raw(emulator, 'GET', `${new URL(id).pathname}?${V}`);
    expect((await read()).body).toMatchObject({ key: { kid: id, key_ops: ['wrapKey'] } });
    await call('POST', 'change-key', { id, enabled: false, expiresAt: 1_000 });
    expect((await read()).body).toMatchObject({ attributes: { enabled: false, exp: 1 } });
    for (const [path, wrong] of [
      ['keys', {}],
      ['keys', { name: 'certctl', size: 1024 }],
      ['keys', { name: 'certctl', curve: 'P-256' }],
      ['change-key', { id, name: 'other' }],
      ['change-key', { id: `${id}0`, enabled: true }],
    ] as const)
      expect([wrong, (await call('POST', path, wrong)).status]).toEqual([wrong, 400]);
    await call('POST', 'delete-key', { name: 'certctl' });
    expect((await read()).status).toBe(404);
  });

  it('adds principals, opens listeners, shows requests and forgets', async () => {
    const { emulator, call } = await world();
    const allow = { properties: { permissions: [{ dataActions: ['*/read'] }] } };
    expect((await call('POST', 'principals', { token: 'new', objectId: 'o', allow })).body).toEqual({
      objectId: 'o',
    });
    expect((await raw(emulator, 'GET', `/certificates?${V}`, { token: 'new' })).status).toBe(200);
    expect((await call('POST', 'principals', { token: 'x', allow: { permissions: [] } })).status).toBe(400);
    expect((await call('POST', 'principals', { token: 'x', role: {} })).status).toBe(400);
    expect((await call('POST', 'listeners', { name: 'site' })).body).toEqual({
      host: '127.0.0.1',
      port: expect.any(Number),
    });
    expect((await call('GET', 'requests')).body.requests).toMatchObject([{ operation: 'GetCertificates' }]);
    await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body: importBody(await leaf()) });
    await call('POST', 'reset');
    expect([emulator.state.certificates(), emulator.requests.all()]).toEqual([[], []]);
  });
});

describe('the emulator as a process', () => {
  it('tells where it is and what it is asked, in one line each', async () => {
    const lines: string[] = [];
    const emulator = await serveFakeVault({ vault: 'mine', log: (line) => lines.push(line) });
    running.push(emulator);
    await raw(emulator, 'GET', `/certificates/site?${V}`, { token: null });
    expect(lines[0]).toBe(`fake-vault mine listens on ${emulator.url}`);
    expect(lines[1]).toMatch(/Z Challenge site 401 Unauthorized rule=access\/challenge$/);
  });
});
