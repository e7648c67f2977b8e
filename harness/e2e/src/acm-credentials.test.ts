import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKENS } from '@certctl/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AcmScenario, expectStatus, KEYS, leafIssued, type ScenarioOptions } from './acm-scenario.js';

const ROLE = 'arn:aws:iam::222222222222:role/certctl-target';

let scenario: AcmScenario;
afterEach(() => scenario.close());

async function start(options: ScenarioOptions): Promise<void> {
  scenario = await AcmScenario.create({ ...options, emulator: { sigv4: 'check', ...options.emulator } });
}

describe('signatures', () => {
  it('of every request are checked by the service, and right', async () => {
    await start({});
    expectStatus(await scenario.deploy(await leafIssued(10)), 'deployed');
    const requests = scenario.emulator.requests.all();
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter(({ accessKeyId }) => accessKeyId !== KEYS.accessKeyId)).toEqual([]);
  });

  it('with a wrong secret are refused, without a word of missing permissions', async () => {
    await start({ services: [[TOKENS.credentials, { get: () => ({ ...KEYS, secretAccessKey: 'wrong' }) }]] });
    const outcome = await scenario.deploy(await leafIssued(10));
    expect(outcome.status).toMatch(/^(refused|failed)$/);
    expect('error' in outcome && outcome.error.failure).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect('error' in outcome && outcome.error.failure?.permission).toBeFalsy();
    expect(scenario.emulator.state.certificates()).toEqual([]);
  });
});

describe('a certificate in another account', () => {
  const config = { role_arn: ROLE, external_id: 'chosen-together' };

  it('is imported as the role, which asks for its external id', async () => {
    await start({ emulator: { roles: [{ arn: ROLE, externalId: 'chosen-together' }] } });
    const target = scenario.target(config);
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10), { target }), 'deployed');
    expect(outcome.reference).toMatch(/^arn:aws:acm:us-east-1:222222222222:certificate\//);
    expect(scenario.only().imports[0]?.principal).toMatch(/assumed-role\/certctl-target\/certctl-/);
    expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'deployed');
    expect(scenario.emulator.requests.of('AssumeRole')).toHaveLength(1);
  });

  it('is refused with another external id, with the statement to add', async () => {
    await start({ emulator: { roles: [{ arn: ROLE, externalId: 'another' }] } });
    const target = scenario.target(config);
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10), { target }), 'refused');
    expect(outcome.error).toMatchObject({ operation: 'sts:AssumeRole', failure: { permission: true } });
    expect(outcome.error.remedy).toContain('"Action":"sts:AssumeRole"');
    expect(scenario.emulator.state.certificates()).toEqual([]);
  });
});

describe('the role of a Kubernetes service account', () => {
  it('is taken from the environment that the cluster gives a pod', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certctl-irsa-'));
    writeFileSync(join(folder, 'token'), 'token-of-the-pod');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    vi.stubEnv('AWS_ROLE_ARN', ROLE);
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'token'));
    try {
      await start({
        emulator: { roles: [{ arn: ROLE, webIdentityToken: 'token-of-the-pod' }] },
        services: [[TOKENS.credentials, { get: () => undefined }]],
      });
      const outcome = expectStatus(await scenario.deploy(await leafIssued(10)), 'deployed');
      expect(outcome.reference).toContain(':222222222222:');
      expect(scenario.only().imports[0]?.principal).toContain('assumed-role/certctl-target');
    } finally {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    }
  });
});
