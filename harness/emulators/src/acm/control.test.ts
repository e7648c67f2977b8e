import { describe, expect, it } from 'vitest';
import { acmSession, importCommand, imported, leaf, refusal } from '../../test-support/acm-session.js';
import { serveFakeAcm } from './serve-fake-acm.js';

async function world() {
  const { acm, emulator } = await acmSession();
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${emulator.url}/_certctl/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  return { acm, emulator, call };
}

describe('control over HTTP', () => {
  it('shows the state, and no private key', async () => {
    const { acm, call } = await world();
    const made = await leaf();
    const arn = await imported(acm, { made });
    const { body } = await call('GET', 'state');
    expect(body.certificates).toMatchObject([
      { arn, leaf: Buffer.from(made.parsed.der).toString('base64'), inUseBy: [] },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/private/i);
  });

  it('shows the requests', async () => {
    const { acm, call } = await world();
    await imported(acm, { made: await leaf() });
    const { body } = await call('GET', 'requests');
    expect(body.requests).toMatchObject([
      { operation: 'ImportCertificate', status: 200, region: 'eu-west-1' },
    ]);
  });

  it('sets a fault and says later whether it was used', async () => {
    const { acm, call } = await world();
    await call('POST', 'faults', { operation: 'ImportCertificate', kind: 'throttle', on: { nth: 1 } });
    expect((await refusal(acm.send(importCommand({ made: await leaf() })))).name).toBe('ThrottlingException');
    expect((await call('GET', 'faults')).body).toEqual({
      faults: [{ id: 1, operation: 'ImportCertificate', kind: 'throttle', seen: 1, used: 1 }],
    });
  });

  it('refuses a fault that it does not know', async () => {
    const { call } = await world();
    const answer = await call('POST', 'faults', { operation: '*', kind: 'explode' });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(/kind of a fault/);
  });

  it('changes settings, and refuses a name that is none', async () => {
    const { emulator, call } = await world();
    await call('POST', 'settings', { tagsOnReimport: 'lose', searchLag: 5 });
    expect(emulator.settings).toMatchObject({ tagsOnReimport: 'lose', searchLag: 5, tagLag: 0 });
    expect((await call('POST', 'settings', { tagOnReimport: 'lose' })).status).toBe(400);
    expect((await call('POST', 'settings', { searchLag: 'long' })).status).toBe(400);
    expect((await call('POST', 'settings', { tagsOnReimport: 'sometimes' })).status).toBe(400);
  });

  it('begins and ends a use', async () => {
    const { acm, emulator, call } = await world();
    const arn = await imported(acm, { made: await leaf() });
    await call('POST', 'use', { arn, consumer: 'arn:aws:cloudfront::1:distribution/E1' });
    expect(emulator.state.certificate(arn)?.inUseBy).toHaveLength(1);
    await call('POST', 'release', { arn, consumer: 'arn:aws:cloudfront::1:distribution/E1' });
    expect(emulator.state.certificate(arn)?.inUseBy).toEqual([]);
  });

  it('opens a TLS listener', async () => {
    const { acm, call } = await world();
    const arn = await imported(acm, { made: await leaf() });
    expect((await call('POST', 'listeners', { arn })).body).toEqual({
      host: '127.0.0.1',
      port: expect.any(Number),
    });
  });

  it('forgets everything on reset', async () => {
    const { acm, emulator, call } = await world();
    await imported(acm, { made: await leaf() });
    emulator.faults.add({ operation: '*', kind: 'reset', on: { every: 1 } });
    await call('POST', 'reset');
    expect(emulator.state.certificates()).toEqual([]);
    expect(emulator.faults.reports()).toEqual([]);
    expect(emulator.requests.all()).toEqual([]);
  });

  it('answers 404 for a path that it does not have', async () => {
    const { call } = await world();
    expect((await call('GET', 'nothing')).status).toBe(404);
  });
});

describe('the emulator as a process', () => {
  it('tells where it is and what it is asked, in one line each', async () => {
    const lines: string[] = [];
    const emulator = await serveFakeAcm({ log: (line) => lines.push(line) });
    await fetch(emulator.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'CertificateManager.ListCertificates' },
      body: '{}',
    });
    await emulator.close();
    expect(lines[0]).toContain(`AWS_ENDPOINT_URL=${emulator.url}`);
    expect(lines[1]).toMatch(/us-east-1 ListCertificates - 200 ok$/);
  });
});
