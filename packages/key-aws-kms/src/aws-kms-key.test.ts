import { type FakeKms, startFakeKms } from '@certctl/emulators';
import type { HttpSettings, KeyEncryptionKey } from '@certctl/plugin-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awsKmsKey } from './aws-kms-key.js';

const http: HttpSettings = { connectTimeoutMs: 2_000, maxSockets: 4, allowEndpoints: true };
const ACCESS = { accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 'the-right-secret' };
const CONTEXT = { record: 'r1', address: 'here', fingerprint: 'ab', serial: '1f' };
const DATA_KEY = Buffer.alloc(32, 7);

let kms: FakeKms;
let arn: string;
beforeEach(async () => {
  kms = await startFakeKms({ region: 'eu-west-1', sigv4: 'check', accessKeys: [ACCESS] });
  arn = kms.addKey({ alias: 'certctl' });
});
afterEach(async () => await kms.close());

const open = (key: string, over: { timeoutMs?: number; credentials?: typeof ACCESS } = {}) =>
  awsKmsKey({ key, http, credentials: ACCESS, endpoint: kms.url, ...over });
/** What the call failed with; undefined when it did not. */
const failed = (sent: Promise<unknown>) =>
  sent.then(
    () => undefined,
    (error) => error,
  );

async function wrapped(): Promise<{ key: KeyEncryptionKey; blob: Uint8Array }> {
  const key = await open(arn);
  return { key, blob: await key.wrap(DATA_KEY, CONTEXT) };
}

describe('a key of KMS', () => {
  it('unwraps what it wrapped, in another process, and shows no data key', async () => {
    const { blob } = await wrapped();
    expect(Buffer.from(blob).includes(DATA_KEY)).toBe(false);
    expect(Buffer.from(await (await open(arn)).unwrap(blob, CONTEXT))).toEqual(DATA_KEY);
    expect(kms.requests.all().map(({ operation, resource }) => [operation, resource])).toEqual([
      ['Encrypt', arn],
      ['Decrypt', arn],
    ]);
  });

  it('has the id of the key, by whatever name it is opened', async () => {
    const alias = arn.replace(/key\/.*/, 'alias/certctl');
    const { blob } = await wrapped();
    const byAlias = await open(alias);
    expect(byAlias.id).toBe(`aws-kms:${arn}`);
    expect(Buffer.from(await byAlias.unwrap(blob, CONTEXT))).toEqual(DATA_KEY);
    const other = kms.addKey();
    kms.setAlias('certctl', other);
    expect((await open(alias)).id).toBe(`aws-kms:${other}`);
    // The one that is open goes on with the key that it was opened with.
    expect(Buffer.from(await byAlias.unwrap(blob, CONTEXT))).toEqual(DATA_KEY);
  });

  it('does not unwrap for another context, nor what another key wrapped, though it may use both', async () => {
    const { key, blob } = await wrapped();
    for (const context of [{ ...CONTEXT, address: 'there' }, { ...CONTEXT, serial: '2' }, {}]) {
      expect(await failed(key.unwrap(blob, context))).toMatchObject({ code: 'key_encryption_key_wrong' });
    }
    const other = await open(kms.addKey());
    expect(await failed(other.unwrap(blob, CONTEXT))).toMatchObject({ code: 'key_encryption_key_wrong' });
  });

  it.each(['', 'certctl', 'alias/certctl', 'arn:aws:s3:::bucket', 'arn:aws:kms:eu-west-1:12:key/x'])(
    'is not opened by %j',
    async (key) => {
      expect(await failed(open(key))).toMatchObject({ code: 'key_encryption_key_unusable' });
      expect(kms.requests.all()).toEqual([]);
    },
  );

  it('says what to do when it is disabled, about to be deleted, gone, or not permitted, and what is still possible', async () => {
    const { key, blob } = await wrapped();
    const refused = async (words: string) => {
      for (const send of [() => key.wrap(DATA_KEY, CONTEXT), () => key.unwrap(blob, CONTEXT)]) {
        expect(await failed(send())).toMatchObject({
          code: 'key_encryption_key_refused',
          retryable: false,
          message: expect.stringContaining(arn),
          remedy: expect.stringMatching(`${words}.*keep nothing.*abandon the kept keys`),
        });
      }
    };
    kms.setState(arn, 'Disabled');
    await refused('aws kms enable-key');
    kms.setState(arn, 'PendingDeletion');
    await refused('aws kms cancel-key-deletion');
    kms.deleteKey(arn);
    await refused('');
    kms.addAccessKey({ ...ACCESS, allow: { Statement: { Effect: 'Deny', Action: 'kms:*', Resource: '*' } } });
    await refused('Grant kms:');
    expect(await failed(open(arn.replace(/key\/.*/, 'alias/certctl')))).toMatchObject({
      code: 'key_encryption_key_refused',
    });
  });

  it.each([
    { kind: 'throttle' },
    { kind: 'reset' },
    { kind: 'html' },
    { kind: 'html', status: 403 },
    { kind: 'truncated' },
    { kind: 'status', status: 503 },
    { kind: 'error', name: 'KeyUnavailableException', message: 'later', status: 500 },
    { kind: 'error', name: 'KMSInternalException', message: 'later', status: 500 },
    { kind: 'hang' },
  ] as const)('is out of reach for as long as there is $kind $status $name, and asks once', async (fault) => {
    const { blob } = await wrapped();
    const key = await open(arn, { timeoutMs: fault.kind === 'hang' ? 300 : 10_000 });
    kms.requests.clear();
    kms.faults.add({ operation: 'Decrypt', ...fault });
    expect(await failed(key.unwrap(blob, CONTEXT))).toMatchObject({
      code: 'key_encryption_key_unreachable',
      retryable: true,
      remedy: expect.stringContaining('the kept keys are not lost'),
    });
    expect(kms.requests.all()).toHaveLength(1);
    expect(Buffer.from(await key.unwrap(blob, CONTEXT))).toEqual(DATA_KEY);
  });

  it('is out of reach when nobody answers at all', async () => {
    const { key, blob } = await wrapped();
    await kms.close();
    expect(await failed(key.unwrap(blob, CONTEXT))).toMatchObject({ code: 'key_encryption_key_unreachable' });
  });

  it('shows no data key in an error, whatever the service quotes', async () => {
    const key = await open(arn);
    const message = `no: ${DATA_KEY.toString('base64')}`;
    kms.faults.add({ operation: 'Encrypt', kind: 'error', name: 'ValidationException', message });
    const error = await failed(key.wrap(DATA_KEY, CONTEXT));
    expect(error).toMatchObject({ code: 'key_encryption_key_refused' });
    expect(JSON.stringify(error) + error.stack).not.toContain(DATA_KEY.toString('base64'));
  });
});
