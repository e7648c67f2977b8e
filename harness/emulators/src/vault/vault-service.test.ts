import { describe, expect, it } from 'vitest';
import { leaf } from '../../test-support/acm-session.js';
import { importBody, pfxOf, raw, refusal, V, vaultSession } from '../../test-support/vault-session.js';
import { manualClock } from '../server/clock.js';

describe('a request', () => {
  it.each(['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '2025-07-01', '2026-04-01'])(
    'of api-version %s is taken',
    async (v) => {
      const { emulator } = await vaultSession();
      expect((await raw(emulator, 'GET', `/certificates?api-version=${v}`)).status).toBe(200);
    },
  );

  it.each([
    ['', 'vault/api-version'],
    ['api-version=', 'vault/api-version'],
    ['api-version=7.9', 'vault/api-version-known'],
    ['api-version=2016-10-01', 'vault/api-version-known'],
    ['api-version=2026-03-01-preview', 'vault/api-version-known'],
  ])('with the query "%s" is refused', async (query, rule) => {
    const { emulator } = await vaultSession();
    const { status, body } = await raw(emulator, 'GET', `/certificates?${query}`);
    expect([status, body.error.code]).toEqual([400, 'BadParameter']);
    expect(emulator.requests.all().at(-1)).toMatchObject({ rule });
  });

  it('may encode its hyphen and end its path with a slash', async () => {
    const { emulator } = await vaultSession();
    emulator.seed({ name: 'site', ...seedOf(await leaf()) });
    const { status, body } = await raw(emulator, 'GET', '/certificates/site/?api%2Dversion=7.6');
    expect([status, body.id]).toEqual([200, expect.stringContaining('/certificates/site/')]);
    expect((await raw(emulator, 'GET', '/certificates/site?api-version=7.6')).status).toBe(200);
  });

  it('for what is not emulated is refused in the shape of the service', async () => {
    const { emulator } = await vaultSession();
    const ask = async (method: string, path: string) => {
      const { status, body } = await raw(emulator, method, `${path}?${V}`);
      return [status, body.error.code];
    };
    expect(await ask('POST', '/certificates/site/create')).toEqual([400, 'BadParameter']);
    expect(await ask('PUT', '/secrets/site')).toEqual([400, 'BadParameter']);
    expect(await ask('GET', '/nothing')).toEqual([404, 'NotFound']);
  });

  it.each(['a_b', 'a.b', 'ä', 'a'.repeat(128), 'a%20b', '%'])('for the name %j is refused', async (name) => {
    const { emulator } = await vaultSession();
    const { status, body } = await raw(emulator, 'GET', `/certificates/${name}?${V}`);
    expect([status, body.error.code]).toEqual([400, 'BadParameter']);
    expect(emulator.requests.all().at(-1)).toMatchObject({ rule: 'import/name' });
  });

  it('for a name that is not there is told so in the words of the service', async () => {
    const { emulator } = await vaultSession();
    const { status, body } = await raw(emulator, 'GET', `/certificates/site/${'0'.repeat(32)}?${V}`);
    expect([status, body.error.code]).toEqual([404, 'CertificateNotFound']);
    expect(body.error.message).toContain(
      `A certificate with (name/id) site/versions/${'0'.repeat(32)} was not found`,
    );
  });

  it('finds a name in any case', async () => {
    const { emulator } = await vaultSession();
    emulator.seed({ name: 'Site', ...seedOf(await leaf()) });
    expect((await raw(emulator, 'GET', `/certificates/sITE?${V}`)).status).toBe(200);
  });
});

const seedOf = (made: { certificatePem: string; privateKeyPem: string }) => ({
  certificate: made.certificatePem,
  privateKey: made.privateKeyPem,
});

describe('rates', () => {
  it('throttle imports apart from other calls, and say when to come again', async () => {
    const clock = manualClock();
    const { emulator } = await vaultSession({ clock, rates: { imports: 2, others: 1 } });
    const body = importBody(await leaf({ notAfter: clock.now() + 86_400_000 }));
    const send = () => raw(emulator, 'POST', `/certificates/site/import?${V}`, { body });
    expect([(await send()).status, (await send()).status]).toEqual([200, 200]);
    clock.advance(4_000);
    await raw(emulator, 'GET', `/certificates?${V}`);
    const throttled = await send();
    expect([throttled.status, throttled.headers.get('retry-after'), throttled.body.error.code]).toEqual([
      429,
      '6',
      'Throttled',
    ]);
    const list = await raw(emulator, 'GET', `/certificates?${V}`);
    expect([list.status, list.headers.get('retry-after')]).toEqual([429, '10']);
    clock.advance(6_000);
    expect((await send()).status).toBe(200);
  });

  it('can leave out when to come again', async () => {
    const { emulator } = await vaultSession({ rates: { others: 0 }, retryAfter: false });
    const throttled = await raw(emulator, 'GET', `/certificates?${V}`);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, null]);
  });

  it('are the published ones when that is asked for', async () => {
    const { emulator } = await vaultSession({ rates: 'published' });
    const calls = Array.from({ length: 301 }, () => raw(emulator, 'POST', `/certificates/site/import?${V}`));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });
});

describe('a fault', () => {
  it('loses the answer of an import that was made', async () => {
    const { certificates, emulator } = await vaultSession();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    await expect(certificates.importCertificate('site', pfxOf(await leaf()))).rejects.toThrow();
    expect(emulator.state.certificate('site')?.versions).toHaveLength(1);
  });

  it('answers with an error and an inner code of its own', async () => {
    const { certificates, emulator } = await vaultSession();
    emulator.faults.add({
      operation: 'GetCertificate',
      kind: 'error',
      name: 'Conflict',
      status: 409,
      inner: 'ObjectIsBeingRecovered',
      message: 'retry later',
    });
    expect(await refusal(certificates.getCertificate('site'))).toEqual({
      status: 409,
      code: 'Conflict',
      inner: 'ObjectIsBeingRecovered',
      message: 'retry later',
    });
  });

  it("answers with a proxy's page, or a bare status, under the request id of Azure", async () => {
    const { emulator } = await vaultSession();
    emulator.faults.add({ operation: '*', kind: 'html' });
    emulator.faults.add({ operation: '*', kind: 'status', status: 503, retryAfter: 7, on: { nth: 2 } });
    const ask = () => fetch(`${emulator.url}/certificates?${V}`, { headers: { authorization: 'Bearer x' } });
    const page = await ask();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(page.headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const bare = await ask();
    expect([bare.status, bare.headers.get('retry-after'), await bare.text()]).toEqual([503, '7', '']);
  });

  it('answers a read of the latest from the version before', async () => {
    const { certificates, emulator } = await vaultSession();
    emulator.faults.add({ operation: 'GetCertificate', kind: 'stale-read', on: { times: 2 } });
    const first = await certificates.importCertificate('site', pfxOf(await leaf()));
    expect((await refusal(certificates.getCertificate('site'))).status).toBe(404);
    const second = await certificates.importCertificate('site', pfxOf(await leaf()));
    const read = async () => (await certificates.getCertificate('site')).properties.version;
    expect(await read()).toBe(first.properties.version);
    expect(await read()).toBe(second.properties.version);
  });

  it('stores another certificate, whose key is its own', async () => {
    const { certificates, emulator } = await vaultSession();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const made = await leaf();
    await certificates.importCertificate('site', pfxOf(made));
    const held = emulator.state.certificate('site')?.latest;
    expect(held).toMatchObject({ keyMatches: true, importedAs: { form: 'fault' } });
    expect(held?.leaf).not.toEqual(made.parsed.der);
  });

  it.each([
    ['before-effect', 0],
    ['after-effect', 1],
  ] as const)('has somebody else write %s', async (when, at) => {
    const { certificates, emulator } = await vaultSession();
    const first = await certificates.importCertificate('site', pfxOf(await leaf()));
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'second-writer', when });
    const second = await certificates.importCertificate('site', pfxOf(await leaf()));
    const versions = emulator.state.certificate('site')?.versions ?? [];
    expect(versions.map(({ principal }) => principal === 'second-writer').indexOf(true)).toBe(at + 1);
    expect(versions.map(({ version }) => version)).toEqual(
      expect.arrayContaining([first.properties.version, second.properties.version]),
    );
  });

  it('drops the tags, or does not look at the policy', async () => {
    const { emulator } = await vaultSession();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'drop-tags' });
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'drop-policy' });
    const policy = { key_props: { exportable: false } };
    const body = importBody(await leaf(), { tags: { a: 'b' }, policy });
    const send = async () => (await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body })).body;
    expect(await send()).toMatchObject({ tags: {}, policy: { key_props: { exportable: true } } });
    expect(await send()).toMatchObject({ tags: { a: 'b' }, policy: { key_props: { exportable: false } } });
  });
});
