import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { afterEach, describe, expect, it } from 'vitest';
import { refusal } from '../../test-support/acm-session.js';
import { manualClock } from '../server/clock.js';
import { type FakeKms, type FakeKmsOptions, startFakeKms } from './fake-kms.js';

const KEY = { accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 'the-right-secret' };
const CONTEXT = { address: 'here', serial: '01' };
const PLAIN = Buffer.from('a data key of thirty-two bytes..');

const running: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((part) => part.close()));
});

async function session(options: FakeKmsOptions = {}) {
  const kms = await startFakeKms(options);
  running.push(kms);
  return { kms, key: kms.addKey({ alias: 'certctl' }), ...clientOf(kms) };
}

function clientOf(kms: FakeKms, credentials = KEY, region = 'us-east-1') {
  const client = new KMSClient({ endpoint: kms.url, region, maxAttempts: 1, credentials });
  running.push({ close: () => client.destroy() });
  return {
    client,
    encrypt: async (KeyId: string, EncryptionContext = CONTEXT) =>
      (await client.send(new EncryptCommand({ KeyId, Plaintext: PLAIN, EncryptionContext }))).CiphertextBlob,
    decrypt: async (blob: Uint8Array | undefined, KeyId?: string, context: object = CONTEXT) => {
      const EncryptionContext = { ...context };
      const input = { CiphertextBlob: blob, EncryptionContext, ...(KeyId === undefined ? {} : { KeyId }) };
      const { Plaintext } = await client.send(new DecryptCommand(input));
      return Plaintext && Buffer.from(Plaintext);
    },
  };
}

describe('the emulator of KMS', () => {
  it('gives back what it encrypted, by key ARN, key id, alias, or the ciphertext alone', async () => {
    const { key, encrypt, decrypt } = await session();
    const id = key.split('/')[1] ?? '';
    const alias = key.replace(/key\/.*/, 'alias/certctl');
    for (const name of [key, id, 'alias/certctl', alias]) {
      expect(await decrypt(await encrypt(name), name)).toEqual(PLAIN);
    }
    const [one, two] = [await encrypt(key), await encrypt(key)];
    expect(one).not.toEqual(two);
    expect(Buffer.from(one ?? []).includes(PLAIN)).toBe(false);
    expect(await decrypt(one)).toEqual(PLAIN);
  });

  it('wants the context that it encrypted under, in whatever order', async () => {
    const { key, encrypt, decrypt } = await session();
    const blob = await encrypt(key);
    expect(await decrypt(blob, key, { serial: '01', address: 'here' })).toEqual(PLAIN);
    for (const context of [{}, { address: 'here' }, { ...CONTEXT, serial: '02' }, { ...CONTEXT, more: '' }]) {
      expect(await refusal(decrypt(blob, key, context))).toMatchObject({
        name: 'InvalidCiphertextException',
      });
    }
  });

  it('refuses what was changed, and what another key encrypted', async () => {
    const { kms, key, encrypt, decrypt } = await session();
    const blob = Buffer.from((await encrypt(key)) ?? []);
    for (const at of [blob.length - 1, blob.length - PLAIN.length - 1]) {
      const changed = Buffer.from(blob);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(await refusal(decrypt(changed, key))).toMatchObject({ name: 'InvalidCiphertextException' });
    }
    expect(await refusal(decrypt(Buffer.from('no ciphertext'), key))).toMatchObject({
      name: 'InvalidCiphertextException',
    });
    expect(await refusal(decrypt(blob, kms.addKey()))).toMatchObject({ name: 'IncorrectKeyException' });
  });

  it('refuses a key that is disabled, about to be deleted, gone, or for signatures', async () => {
    const { kms, key, encrypt, decrypt, client } = await session();
    const blob = await encrypt(key);
    kms.setState(key, 'Disabled');
    for (const send of [() => encrypt(key), () => decrypt(blob), () => decrypt(blob, key)]) {
      expect(await refusal(send())).toMatchObject({
        name: 'DisabledException',
        message: expect.stringContaining(key),
      });
    }
    kms.setState(key, 'PendingDeletion');
    expect(await refusal(encrypt(key))).toMatchObject({ name: 'KMSInvalidStateException' });
    const described = await client.send(new DescribeKeyCommand({ KeyId: 'alias/certctl' }));
    expect(described.KeyMetadata).toMatchObject({ Arn: key, KeyState: 'PendingDeletion', Enabled: false });
    kms.setState(key, 'Enabled');
    expect(await decrypt(blob)).toEqual(PLAIN);
    kms.deleteKey(key);
    for (const name of [key, 'alias/certctl', 'alias/none']) {
      expect(await refusal(encrypt(name))).toMatchObject({ name: 'NotFoundException' });
    }
    expect(await refusal(decrypt(blob))).toMatchObject({ name: 'NotFoundException' });
    const signs = kms.addKey({ usage: 'SIGN_VERIFY' });
    expect(await refusal(encrypt(signs))).toMatchObject({ name: 'InvalidKeyUsageException' });
  });

  it('holds to the sizes of the model', async () => {
    const { key, client, decrypt } = await session();
    const tooLong = new EncryptCommand({ KeyId: key, Plaintext: Buffer.alloc(4097) });
    expect(await refusal(client.send(tooLong))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(decrypt(Buffer.alloc(6145)))).toMatchObject({ name: 'ValidationException' });
  });

  it('finds a key in its region and account only', async () => {
    const { kms, key } = await session();
    expect(await refusal(clientOf(kms, KEY, 'eu-west-1').encrypt(key))).toMatchObject({
      name: 'NotFoundException',
    });
    const elsewhere = key.replace(/:\d{12}:/, ':222233334444:');
    expect(await refusal(clientOf(kms).encrypt(elsewhere))).toMatchObject({ name: 'NotFoundException' });
  });

  it('verifies signatures and permissions when it is told to', async () => {
    const { kms, key, encrypt } = await session({ sigv4: 'check', accessKeys: [KEY] });
    const blob = await encrypt(key);
    const wrong = clientOf(kms, { ...KEY, secretAccessKey: 'another' });
    expect(await refusal(wrong.encrypt(key))).toMatchObject({ name: 'InvalidSignatureException' });
    const narrow = { accessKeyId: 'AKIANARROW', secretAccessKey: 'narrow' };
    kms.addAccessKey({
      ...narrow,
      allow: { Statement: { Effect: 'Allow', Action: 'kms:Encrypt', Resource: key } },
    });
    const limited = clientOf(kms, narrow);
    await limited.encrypt('alias/certctl');
    for (const send of [
      () => limited.decrypt(blob),
      () => limited.decrypt(blob, key),
      () => limited.encrypt(kms.addKey()),
    ]) {
      expect(await refusal(send())).toMatchObject({ name: 'AccessDeniedException' });
    }
    // Who may not use a key does not learn whether it exists.
    const unknown = key.replace(/key\/.*/, `key/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`);
    expect(await refusal(limited.encrypt(unknown))).toMatchObject({ name: 'AccessDeniedException' });
  });

  it('throttles by name, at the rates that it is given', async () => {
    const clock = manualClock();
    const { key, encrypt } = await session({ rates: { Encrypt: 1 }, clock });
    await encrypt(key);
    expect(await refusal(encrypt(key))).toMatchObject({ name: 'ThrottlingException', status: 400 });
    clock.advance(1000);
    await encrypt(key);
  });

  it('fails as it is told to, once, and logs what was asked without a body', async () => {
    const { kms, key, encrypt } = await session();
    const fault = kms.faults.add({ operation: 'Encrypt', kind: 'throttle' });
    expect(await refusal(encrypt(key))).toMatchObject({ name: 'ThrottlingException' });
    await encrypt(key);
    expect(fault.used).toBe(1);
    expect(kms.requests.of('Encrypt')).toMatchObject([
      { faults: ['throttle'] },
      { service: 'kms', resource: key, status: 200 },
    ]);
    expect(JSON.stringify(kms.requests.all())).not.toContain(PLAIN.toString('base64'));
  });

  it('knows no other operation', async () => {
    const { key, client } = await session();
    const sent = client.send(new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256' }));
    expect(await refusal(sent)).toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('control over HTTP', () => {
  async function world() {
    const kms = await startFakeKms();
    running.push(kms);
    const call = async (method: string, path: string, body?: object) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${kms.url}/_certctl/${path}`, { method, ...sent });
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    };
    return { kms, call, ...clientOf(kms) };
  }

  it('makes a key, shows it without its material, disables and deletes it', async () => {
    const { call, encrypt } = await world();
    const { arn } = (await call('POST', 'keys', { alias: 'certctl' })).body;
    await encrypt('alias/certctl');
    const keys = async () => (await call('GET', 'state')).body.keys;
    expect(await keys()).toEqual([{ arn, state: 'Enabled', usage: 'ENCRYPT_DECRYPT' }]);
    await call('POST', 'key-state', { arn, state: 'Disabled' });
    expect((await refusal(encrypt(arn))).name).toBe('DisabledException');
    await call('POST', 'delete-key', { arn });
    expect(await keys()).toEqual([]);
    expect((await call('GET', 'requests')).body.requests).toHaveLength(2);
  });

  it('sets faults and rates, forgets everything, and refuses what is none', async () => {
    const { kms, call, encrypt } = await world();
    const { arn } = (await call('POST', 'keys', {})).body;
    await call('POST', 'faults', { operation: 'Encrypt', kind: 'throttle' });
    expect((await refusal(encrypt(arn))).name).toBe('ThrottlingException');
    expect((await call('GET', 'faults')).body.faults).toMatchObject([{ kind: 'throttle', used: 1 }]);
    await call('POST', 'settings', { rates: { Encrypt: 1 } });
    expect((await call('GET', 'settings')).body).toEqual({ sigv4: 'off', rates: { Encrypt: 1 } });
    for (const [path, wrong] of [
      ['settings', { rates: 1 }],
      ['settings', { delay: 1 }],
      ['keys', { usage: 'ANY' }],
      ['keys', { name: 'certctl' }],
      ['key-state', { arn, state: 'Lost' }],
      ['key-state', { arn: 'no key', state: 'Disabled' }],
      ['faults', { operation: '*', kind: 'stale-read' }],
    ] as const)
      expect([wrong, (await call('POST', path, wrong)).status]).toEqual([wrong, 400]);
    await call('POST', 'reset');
    expect([kms.keys(), kms.requests.all(), kms.faults.reports()]).toEqual([[], [], []]);
    expect((await call('GET', 'nothing')).status).toBe(404);
  });
});
