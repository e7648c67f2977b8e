import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeAcm } from '@certctl/emulators';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AcmStore } from './acm-store.js';
import { openClients } from './aws-clients.js';
import { CallDouble, services } from './call-double.fixture.js';
import type { AcmConnection } from './config.js';
import { CONFIG, KEYS, REGION, startEmulator } from './emulated-store.fixture.js';

const ROLE = 'arn:aws:iam::333333333333:role/certctl-pod';

let emulator: FakeAcm;
let folder: string;
let store: AcmStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-credentials-'));
  emulator = await startEmulator({ roles: [{ arn: ROLE, webIdentityToken: 'token-of-the-pod' }] });
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});
afterEach(async () => {
  await store.close();
  await emulator.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function account(connection: Partial<AcmConnection> = {}) {
  const endpoints = { acm: emulator.url, sts: emulator.url, tagging: emulator.url };
  const byDefault = { ...services, credentials: { get: () => undefined } };
  store = new AcmStore(await openClients({ region: REGION, endpoints, ...connection }, byDefault));
  return (await store.resolve({ config: CONFIG, targetId: 'web' }, new CallDouble())).scope.split('/')[0];
}

function podIdentity() {
  const token = join(folder, 'token');
  writeFileSync(token, 'token-of-the-pod');
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', token);
  vi.stubEnv('AWS_ROLE_ARN', ROLE);
}

describe('without credentials of the host', () => {
  it('a pod works as the role of its service account, at the STS endpoint of the target', async () => {
    podIdentity();
    expect(await account()).toBe('333333333333');
    expect(emulator.requests.of('AssumeRoleWithWebIdentity').length).toBeGreaterThan(0);
  });

  it('the environment comes before the service account', async () => {
    podIdentity();
    vi.stubEnv('AWS_ACCESS_KEY_ID', KEYS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', KEYS.secretAccessKey);
    expect(await account()).toBe('123456789012');
  });

  it('a named profile comes before both', async () => {
    podIdentity();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAUNKNOWN');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'unknown');
    const lines = [
      '[deploy]',
      `aws_access_key_id = ${KEYS.accessKeyId}`,
      `aws_secret_access_key = ${KEYS.secretAccessKey}`,
    ];
    writeFileSync(join(folder, 'credentials'), lines.join('\n'));
    expect(await account({ profile: 'deploy' })).toBe('123456789012');
  });

  it('and without any other, the deploy is refused before anything is sent', async () => {
    await expect(account()).rejects.toMatchObject({
      failure: { class: 'refused', code: 'CredentialsProviderError' },
    });
    expect(emulator.requests.all()).toEqual([]);
  });
});
