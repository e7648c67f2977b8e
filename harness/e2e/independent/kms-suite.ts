import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type FakeKms, kmsRules, startFakeKms } from '@certctl/emulators';
import { KEYS, REGION } from '../src/acm-scenario.js';
import { AwsCli } from './aws-cli.js';
import type { Checks } from './checks.js';
import { checkLines } from './python-lines.js';
import type { PythonTools } from './python-tools.js';

/** Checks that the script prints: one that ends too early must not pass. */
const BOTO3 = 32;

/** The command line and the library that others wrote, against our KMS. */
export async function kmsSuite(checks: Checks, tools: PythonTools): Promise<void> {
  const met = new Set<string>();
  const kms = await startFakeKms({
    region: REGION,
    sigv4: 'check',
    accessKeys: [KEYS],
    onRequest: ({ rule }) => {
      if (rule !== undefined) met.add(rule);
    },
  });
  const aws = new AwsCli(tools, kms.url, { KMS_CONTROL: `${kms.url}/_certctl/` });
  try {
    checks.section('boto3 kms → emulator');
    await checkLines(checks, await aws.python(join(import.meta.dirname, 'boto3-kms-checks.py')), BOTO3);
    checks.section('aws kms → emulator');
    await commands(checks, kms, aws);
    await checks.check('every rule of the emulator that refuses was met', async () => {
      const refusing = kmsRules.filter((rule) => 'refusal' in rule).map(({ id }) => id);
      assert.deepEqual(
        refusing.filter((id) => !met.has(id)),
        [],
      );
    });
  } finally {
    aws.close();
    await kms.close();
  }
}

async function commands(checks: Checks, kms: FakeKms, aws: AwsCli): Promise<void> {
  const key = kms.addKey({ alias: 'site' });
  const context = ['--encryption-context', 'address=here,serial=01'];
  const encrypt = ['kms', 'encrypt', '--key-id', 'alias/site', '--plaintext', 'fileb://data-key'];
  await checks.check('kms encrypt and decrypt', async () => {
    aws.write('data-key', 'a data key of thirty-two bytes..');
    const { CiphertextBlob } = await aws.json(...encrypt, ...context);
    const { Plaintext, KeyId } = await aws.json(
      ...['kms', 'decrypt', '--ciphertext-blob', await fileOf(aws, String(CiphertextBlob)), ...context],
    );
    assert.equal(Buffer.from(String(Plaintext), 'base64').toString(), 'a data key of thirty-two bytes..');
    assert.equal(KeyId, key);
  });
  const refused = (what: string, name: string, words: string, ...args: readonly string[]) =>
    checks.check(what, async () => {
      const { code, stderr } = await aws.run(...args);
      assert.notEqual(code, 0, 'it was accepted');
      assert.ok(stderr.includes(`(${name})`) && stderr.includes(words), stderr);
    });
  kms.setState(key, 'Disabled');
  await refused('a disabled key', 'DisabledException', `${key} is disabled.`, ...encrypt);
  kms.setState(key, 'Enabled');
  kms.addAccessKey({ ...KEYS, allow: { Statement: [] } });
  await refused(
    'a call without a permission',
    'AccessDeniedException',
    `is not authorized to perform: kms:Encrypt on resource: ${key}`,
    ...encrypt,
  );
  kms.addAccessKey({ ...KEYS, secretAccessKey: 'changed' });
  await refused('a signature with another secret', 'InvalidSignatureException', 'signature', ...encrypt);
}

/** The command line takes a blob from a file, as its bytes. */
async function fileOf(aws: AwsCli, base64: string): Promise<string> {
  const { code, stderr } = await aws.shell(`printf %s '${base64}' | base64 -d > sealed`);
  assert.equal(code, 0, stderr);
  return 'fileb://sealed';
}
