import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type FakeAcm, startFakeAcm } from '@certctl/emulators';
import { holds, KEYS, leafIssued, REGION } from '../src/acm-scenario.js';
import { AwsCli } from './aws-cli.js';
import type { Checks } from './checks.js';
import { asList, asRecord } from './moto-suite.js';
import { checkLines } from './python-lines.js';
import type { PythonTools } from './python-tools.js';

/** The command line and the library that others wrote, against our emulator. */
export async function awsCliSuite(checks: Checks, tools: PythonTools): Promise<void> {
  const emulator = await startFakeAcm({ region: REGION, sigv4: 'check', accessKeys: [KEYS] });
  const aws = new AwsCli(tools, emulator.url);
  try {
    checks.section('aws command line → emulator');
    await moves(checks, emulator, aws);
    checks.section('boto3 → emulator');
    await boto3(checks, aws);
  } finally {
    aws.close();
    await emulator.close();
  }
}

async function moves(checks: Checks, emulator: FakeAcm, aws: AwsCli): Promise<void> {
  const [first, renewed] = [await leafIssued(20), await leafIssued(10)];
  let arn = '';
  const at = () => ['--certificate-arn', arn];
  const only = () => emulator.state.certificate(arn);

  await checks.check('sts get-caller-identity', async () => {
    const identity = await aws.json('sts', 'get-caller-identity');
    assert.deepEqual(
      [identity.Account, identity.Arn],
      ['123456789012', `arn:aws:iam::123456789012:user/${KEYS.accessKeyId}`],
    );
  });
  await checks.check('acm import-certificate with tags', async () => {
    const files = aws.material('first', first);
    const imported = await aws.json('acm', 'import-certificate', ...files, '--tags', 'Key=env,Value=test');
    arn = String(imported.CertificateArn);
    assert.ok(holds(only(), first));
    assert.deepEqual(only()?.tags, { env: 'test' });
  });
  await checks.check('acm import-certificate with the ARN replaces it in place', async () => {
    const files = aws.material('renewed', renewed);
    const imported = await aws.json('acm', 'import-certificate', ...at(), ...files);
    assert.equal(imported.CertificateArn, arn);
    assert.ok(holds(only(), renewed));
  });
  await checks.check('acm describe-certificate', async () => {
    const detail = asRecord((await aws.json('acm', 'describe-certificate', ...at())).Certificate);
    assert.equal(String(detail.Serial).replaceAll(':', '').replace(/^0+/, ''), renewed.facts.serial);
    assert.match(String(detail.Serial), /^[0-9a-f]{2}(:[0-9a-f]{2})+$/);
    const { Type, Status, KeyAlgorithm, DomainName, Tags } = detail;
    assert.deepEqual([Type, Status, DomainName, Tags], ['IMPORTED', 'ISSUED', 'www.example.com', undefined]);
    assert.match(String(KeyAlgorithm), /prime256v1/);
  });
  await checks.check('acm get-certificate', async () => {
    const got = await aws.json('acm', 'get-certificate', ...at());
    assert.equal(String(got.Certificate).trim(), renewed.certificatePem.trim());
    assert.equal(String(got.CertificateChain).trim(), renewed.chainPem.trim());
    assert.equal('PrivateKey' in got, false);
  });
  await checks.check('acm list-certificates hides an EC key unless it is asked for', async () => {
    const hidden = await aws.json('acm', 'list-certificates');
    assert.deepEqual(hidden.CertificateSummaryList, []);
    const shown = await aws.json('acm', 'list-certificates', '--includes', 'keyTypes=EC_prime256v1');
    assert.deepEqual(
      asList(shown.CertificateSummaryList).map((each) => asRecord(each).CertificateArn),
      [arn],
    );
  });
  await checks.check('acm add-tags, list-tags and remove-tags', async () => {
    await aws.json('acm', 'add-tags-to-certificate', ...at(), '--tags', 'Key=a,Value=b', 'Key=c,Value=d');
    await aws.json('acm', 'remove-tags-from-certificate', ...at(), '--tags', 'Key=c');
    const { Tags } = await aws.json('acm', 'list-tags-for-certificate', ...at());
    assert.deepEqual(asList(Tags), [
      { Key: 'env', Value: 'test' },
      { Key: 'a', Value: 'b' },
    ]);
  });
  await checks.check('acm search-certificates by serial', async () => {
    const serial = renewed.facts.serial.padStart(Math.ceil(renewed.facts.serial.length / 2) * 2, '0');
    const SerialNumber = serial.match(/../g)?.join(':');
    const filter = JSON.stringify({ Filter: { X509AttributeFilter: { SerialNumber } } });
    const found = await aws.json('acm', 'search-certificates', '--filter-statement', filter);
    assert.deepEqual(
      asList(found.Results).map((each) => asRecord(each).CertificateArn),
      [arn],
    );
  });
  await checks.check('resourcegroupstaggingapi get-resources', async () => {
    const filters = ['--resource-type-filters', 'acm:certificate', '--tag-filters', 'Key=env,Values=test'];
    const found = await aws.json('resourcegroupstaggingapi', 'get-resources', ...filters);
    assert.deepEqual(
      asList(found.ResourceTagMappingList).map((each) => asRecord(each).ResourceARN),
      [arn],
    );
  });
  await checks.check('acm delete-certificate', async () => {
    await aws.json('acm', 'delete-certificate', ...at());
    assert.deepEqual(emulator.state.certificates(), []);
  });
}

async function boto3(checks: Checks, aws: AwsCli): Promise<void> {
  aws.material('python', await leafIssued(10));
  aws.write('other.key', (await leafIssued(10)).privateKeyPem);
  await checkLines(checks, await aws.python(join(import.meta.dirname, 'boto3-checks.py')), 7);
}
