import { existsSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type FakeKms, startFakeEntra, startFakeKms, startFakeVault } from '@certctl/emulators';
import { openPersistence } from '@certctl/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

const MINUTE = 60_000;
const CLIENT = 'aaaaaaaa-0000-4000-8000-000000000001';

// Each runs several commands, and every one of them opens the store.
vi.setConfig({ testTimeout: 120_000 });

let shop: Workshop;
let kms: FakeKms;
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
  kms = await startFakeKms({ region: 'eu-west-1' });
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await kms.close();
  await shop.close();
});

let data: string;
let env: Record<string, string>;
let file: string[];
beforeEach(() => {
  shop.emulator.reset();
  kms.reset();
  data = join(shop.folder, 'data');
  env = { CERTCTL_DATA: data, CERTCTL_KEY_FILE: join(shop.folder, 'kek'), CERTCTL_ALLOW_ENDPOINTS: '1' };
  file = ['-f', shop.targets()];
});
afterEach(async () => {
  await rm(data, { recursive: true, force: true });
  await rm(join(shop.folder, 'kek'), { force: true });
});

const cli = (...argv: string[]) => runCli(argv, { env });
const withKms = (key: string) => ({ ...env, CERTCTL_KEY_FILE: '', CERTCTL_KMS_KEY: key });

async function words(name: string, minutesOld: number): Promise<string[]> {
  const notBefore = Math.floor((Date.now() - minutesOld * MINUTE) / 1000) * 1000;
  return shop.words(name, await shop.issue({ notBefore }));
}

async function events(): Promise<string[]> {
  const store = await openPersistence({ folder: data, clock: { now: Date.now } });
  try {
    return (await store.audit.list({ limit: 100 })).map(({ event }) => event).reverse();
  } finally {
    await store.close();
  }
}

/** Deployed once, so that a key is kept. */
async function deployed(): Promise<void> {
  const ran = await cli('deploy', ...file, ...(await words('old', 60)));
  expect(ran).toMatchObject({ code: 0 });
}

const rollbackOf = async (...more: string[]) => {
  const { stdout } = await cli('plan', ...file, ...(await words('next', 20)), ...more, '--json');
  return JSON.parse(stdout).plan?.rollback;
};

describe('kept keys on the command line', () => {
  it('are listed, and destroyed on demand, of a target or of a leaf', async () => {
    await deployed();
    const listed = await cli('keys', 'list', ...file);
    expect(listed.stdout).toMatch(/current +kept/);
    const { kept } = JSON.parse((await cli('keys', 'list', ...file, '--json')).stdout);
    expect(kept).toMatchObject([{ role: 'current', holdsKey: true }]);
    expect(await rollbackOf()).toBe('kept-key');
    expect(await cli('keys', 'destroy', '--leaf', 'a'.repeat(64))).toMatchObject({ code: 4 });
    const destroyed = await cli('keys', 'destroy', '--leaf', kept[0].fingerprint.toUpperCase());
    expect(destroyed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 KEYS DESTROYED/) });
    expect((await cli('keys', 'list', ...file)).stdout).toMatch(/current +none/);
    expect(await rollbackOf()).toBe('impossible');
    expect(await events()).toEqual(['deploy', 'key-destruction']);
  });

  it('are of no use once their certificate is compromised, which stays so in the next process', async () => {
    await deployed();
    expect(await cli('keys', 'compromise', ...file)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^MARKED COMPROMISED/),
    });
    expect(await rollbackOf('--previous-key', join(shop.folder, 'old.key'))).toBe('impossible');
    const again = ['--cert', join(shop.folder, 'old.crt'), '--key', join(shop.folder, 'old.key')];
    const refused = await cli('deploy', ...file, ...again);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('leaf_compromised') });
    expect(await events()).toEqual(['deploy', 'compromise', 'key-destruction', 'deploy']);
  });

  it.each([
    [['destroy'], 'which keys?'],
    [['compromise'], 'which certificate?'],
    [['destroy', '--leaf', 'short'], 'not a SHA-256 fingerprint'],
    [['rotate'], 'which key is the next one?'],
    [['rotate', '--to-kms', 'a', '--to-vault-key', 'b'], 'only one key'],
  ])('are not touched by keys %s', async (argv, words_) => {
    expect(await cli('keys', ...argv)).toMatchObject({ code: 64, stderr: expect.stringContaining(words_) });
  });

  it('are nowhere when nothing is kept on disk', async () => {
    for (const act of [['destroy', ...file], ['compromise', ...file], ['abandon']]) {
      expect(await cli('keys', ...act, '--data', 'none')).toMatchObject({
        stderr: expect.stringContaining('keeping_failed'),
      });
    }
  });
});

describe('another key-encryption key', () => {
  it('seals what was kept, from a file to KMS and back, and the old one is refused', async () => {
    await deployed();
    const arn = kms.addKey({ alias: 'certctl' });
    const alias = arn.replace(/key\/.*/, 'alias/certctl');
    const rotated = await cli('keys', 'rotate', '--to-kms', alias);
    expect(rotated).toMatchObject({ code: 0, stdout: expect.stringMatching(/^KEYS SEALED ANEW/) });
    expect(rotated.stdout).toContain(`CERTCTL_KMS_KEY=${alias}`);
    const behind = await cli('plan', ...file, ...(await words('next', 20)));
    expect(behind.stderr).toContain('key_encryption_key_wrong');
    env = withKms(alias);
    expect(await rollbackOf()).toBe('kept-key');
    const next = join(shop.folder, 'kek-2');
    expect(await cli('keys', 'rotate', '--to-key-file', next)).toMatchObject({ code: 0 });
    env = { ...env, CERTCTL_KMS_KEY: '', CERTCTL_KEY_FILE: next };
    expect(await rollbackOf()).toBe('kept-key');
    expect((await events()).slice(1)).toEqual(['key-rotation', 'key-rotation']);
  });

  it('is refused inside the data folder, and nothing is changed', async () => {
    await deployed();
    const inside = await cli('keys', 'rotate', '--to-key-file', join(data, 'kek'));
    expect(inside.stderr).toContain('lies in the data folder');
    expect(await rollbackOf()).toBe('kept-key');
  });

  it('is named by one variable', async () => {
    env = { ...env, CERTCTL_KMS_KEY: 'arn:aws:kms:eu-west-1:123456789012:key/x' };
    expect(await cli('keys', 'list', ...file)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('CERTCTL_KEY_FILE and CERTCTL_KMS_KEY are both set'),
    });
  });
});

describe('a key-encryption key in KMS', () => {
  it('is asked for nothing by commands that neither seal nor open a key', async () => {
    env = withKms(kms.addKey());
    await deployed();
    kms.requests.clear();
    for (const command of ['show', 'verify']) {
      const leaf = command === 'verify' ? ['--cert', join(shop.folder, 'old.crt')] : [];
      expect(await cli(command, ...file, ...leaf)).toMatchObject({ code: 0 });
    }
    await cli('keys', 'list', ...file);
    expect(kms.requests.all()).toEqual([]);
  });

  it.each([
    [
      'is out of reach',
      'key_encryption_key_unreachable',
      () => kms.faults.add({ operation: '*', kind: 'reset', on: { times: 99 } }),
    ],
    ['is disabled', 'key_encryption_key_refused', (arn: string) => kms.setState(arn, 'Disabled')],
    ['is gone', 'key_encryption_key_refused', (arn: string) => kms.deleteKey(arn)],
  ] as const)(
    'that %s fails a deploy before any write, says what is still possible, and that works',
    async (_, code, break_) => {
      const arn = kms.addKey();
      env = withKms(arn);
      await deployed();
      const writes = shop.writes();
      break_(arn);
      const renewed = await words('new', 30);
      const failed = await cli('deploy', ...file, ...renewed);
      expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining(code) });
      expect(failed.stdout + failed.stderr).toContain('--keep caller');
      expect(shop.writes()).toBe(writes);
      const old = ['--previous-key', join(shop.folder, 'old.key')];
      const done = await cli('deploy', ...file, ...renewed, '--keep', 'caller', ...old);
      expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('caller-key') });
      expect(await cli('show', ...file)).toMatchObject({ code: 0 });
    },
  );

  it('that is out of reach on the way back ends as a rollback that failed for want of a key', async () => {
    env = withKms(kms.addKey());
    await deployed();
    shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    // Answered for the check, the plan and what is kept, then no more.
    kms.faults.add({ operation: 'Decrypt', kind: 'reset', on: { times: 99, after: 2 } });
    const ran = await cli('deploy', ...file, ...(await words('new', 30)), '--timeout', '3', '--json');
    expect(JSON.parse(ran.stdout)).toMatchObject({
      status: 'also_failed',
      why: 'no_key',
      rollbackError: { code: 'key_encryption_key_unreachable' },
    });
    expect(ran.code).toBe(6);
  });
});

describe('a key-encryption key in Key Vault', () => {
  it('is used with the identity of the environment, and its newest version takes over what is kept', async () => {
    const authority = await issueAuthority();
    const server = await issueLeaf(authority, { names: ['127.0.0.1'] });
    const vault = await startFakeVault();
    const entra = await startFakeEntra({
      vaults: [vault],
      tls: { cert: server.certificatePem, key: server.privateKeyPem },
      applications: [{ clientId: CLIENT, secrets: ['s3cret'] }],
    });
    const azure = {
      CLIENT_ID: CLIENT,
      CLIENT_SECRET: 's3cret',
      TENANT_ID: entra.tenant,
      AUTHORITY_HOST: entra.url,
    };
    for (const [name, value] of Object.entries(azure)) vi.stubEnv(`AZURE_${name}`, value);
    try {
      const first = vault.addKey({ name: 'certctl' });
      const key = `${vault.url}/keys/certctl`;
      const bundle = shop.file('ca.pem', authority.certificatePem);
      env = { ...env, CERTCTL_KEY_FILE: '', CERTCTL_VAULT_KEY: key, CERTCTL_CA_BUNDLE: bundle };
      await deployed();
      expect(await rollbackOf()).toBe('kept-key');
      vault.addKey({ name: 'certctl' });
      const rotated = await cli('keys', 'rotate', '--to-vault-key', key);
      expect(rotated).toMatchObject({ code: 0, stdout: expect.stringContaining(`CERTCTL_VAULT_KEY=${key}`) });
      vault.changeKey(first, { enabled: false });
      expect(await rollbackOf()).toBe('kept-key');
      const strict = await runCli(['keys', 'rotate', '--to-vault-key', key], {
        env: { ...env, CERTCTL_ALLOW_ENDPOINTS: '0' },
      });
      expect(strict.stderr).toContain('is not a vault of Azure');
    } finally {
      await Promise.all([vault.close(), entra.close()]);
    }
  });
});

describe('a key-encryption key that is lost', () => {
  it.each([
    [
      'its file is another one',
      async (path: string) => writeFile(path, Buffer.alloc(32, 9).toString('base64')),
    ],
    ['its file is gone', async (path: string) => rm(path)],
    ['its file is open to others', async (path: string) => chmod(path, 0o644)],
  ])('stops no deploy that keeps nothing, and can be given up: %s', async (_, lose) => {
    await deployed();
    const path = env.CERTCTL_KEY_FILE ?? '';
    await lose(path);
    const renewed = await words('new', 30);
    const failed = await cli('deploy', ...file, ...renewed);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/key_encryption_key_(wrong|unusable)/);
    expect(failed.stdout + failed.stderr).toContain('certctl keys abandon');
    const old = ['--previous-key', join(shop.folder, 'old.key')];
    const done = await cli('deploy', ...file, ...renewed, '--keep', 'caller', ...old);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('caller-key') });
  });

  it('is given up by those who say so, and then another one seals what comes', async () => {
    await deployed();
    const path = env.CERTCTL_KEY_FILE ?? '';
    await rm(path);
    expect(await cli('keys', 'abandon')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('1 kept keys would be destroyed'),
    });
    expect((await cli('keys', 'list', ...file)).stdout).toMatch(/current +kept/);
    expect(await cli('keys', 'abandon', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 KEPT KEYS ABANDONED/),
    });
    expect(existsSync(path)).toBe(false);
    expect(await rollbackOf()).toBe('impossible');
    await cli('deploy', ...file, ...(await words('new', 30)));
    expect(await rollbackOf()).toBe('kept-key');
    expect((await readFile(path, 'utf8')).trim()).toHaveLength(44);
    expect(await events()).toEqual(['deploy', 'key-abandonment', 'deploy']);
  });
});
