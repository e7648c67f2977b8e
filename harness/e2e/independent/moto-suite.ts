import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { createEngine, type Outcome, type OutcomeStatus, TOKENS } from '@certctl/engine';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { KEYS, leafIssued, QUICK, REGION } from '../src/acm-scenario.js';
import { startHostileAcm } from '../src/hostile-acm.js';
import { AwsCli } from './aws-cli.js';
import type { Checks } from './checks.js';
import { startMoto } from './moto-server.js';
import type { PythonTools } from './python-tools.js';

/** The same engine against a double of ACM that others wrote. It is lax, so it proves successes only. */
export async function motoSuite(checks: Checks, tools: PythonTools): Promise<void> {
  checks.section('engine → moto');
  const moto = await startMoto(tools);
  const proxy = await startHostileAcm(moto.url);
  const aws = new AwsCli(tools, moto.url);
  const engine = createEngine({
    plugins: [awsAcm],
    instance: 'independent',
    // moto answers one request at a time and takes its time on the first.
    timing: { ...QUICK, requestMs: 10_000, proveMs: 2_000, settleMs: 500 },
    services: [
      [TOKENS.http, { connectTimeoutMs: 2_000, maxSockets: 16, allowEndpoints: true }],
      [TOKENS.credentials, { get: () => KEYS }],
    ],
  });
  const endpoints = { acm: proxy.url, sts: moto.url, tagging: moto.url };
  const target = { id: 'web', type: 'AWSACM', config: { region: REGION, endpoints, tags: { env: 'test' } } };
  const deploy = ({ certificatePem, chainPem, privateKeyPem }: IssuedLeaf) =>
    engine.deploy({ target, certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem });
  const [first, renewed, bad, last] = [
    await leafIssued(20),
    await leafIssued(15),
    await leafIssued(10),
    await leafIssued(5),
  ];
  let arn = '';
  const held = async () => new X509Certificate(String((await get(aws, arn)).Certificate));
  const holds = async (leaf: IssuedLeaf) =>
    assert.equal((await held()).fingerprint256, new X509Certificate(leaf.certificatePem).fingerprint256);

  try {
    await checks.check('a first deploy makes one certificate', async () => {
      const outcome = ended(await deploy(first), 'deployed');
      arn = outcome.reference ?? '';
      const list = await aws.json(
        'acm',
        'list-certificates',
        '--includes',
        'keyTypes=EC_prime256v1,RSA_2048',
      );
      assert.equal(asList(list.CertificateSummaryList).length, 1);
      await holds(first);
    });
    await checks.check('the chain that moto lengthens is accepted', async () => {
      const chain = String((await get(aws, arn)).CertificateChain);
      const blocks = chain.match(/BEGIN CERTIFICATE/g)?.length ?? 0;
      const sent = first.chainPem.match(/BEGIN CERTIFICATE/g)?.length ?? 0;
      assert.ok(blocks > sent, `moto returned ${blocks} certificates for ${sent}`);
    });
    await checks.check('it is proven in spite of a serial in decimal', async () => {
      const described = await aws.json('acm', 'describe-certificate', '--certificate-arn', arn);
      const { Serial } = asRecord(described.Certificate);
      assert.match(String(Serial), /^\d+$/);
      assert.equal(BigInt(String(Serial)).toString(16), first.facts.serial);
      assert.notEqual(String(Serial), first.facts.serial);
    });
    await checks.check('a repeat sends no write', async () => {
      const outcome = ended(await deploy(first), 'unchanged');
      assert.deepEqual(
        outcome.calls.filter(({ effect }) => effect === 'write'),
        [],
      );
    });
    await checks.check('a renewal is in place', async () => {
      const outcome = ended(await deploy(renewed), 'deployed');
      assert.equal(outcome.reference, arn);
      await holds(renewed);
    });
    await checks.check('the tags that moto wiped are back', async () => {
      const { Tags } = await aws.json('acm', 'list-tags-for-certificate', '--certificate-arn', arn);
      const tags = Object.fromEntries(
        asList(Tags)
          .map(asRecord)
          .map(({ Key, Value }) => [Key, Value]),
      );
      assert.deepEqual(tags, {
        env: 'test',
        'certctl-managed-by': 'certctl',
        'certctl-certificate-id': 'web',
        'certctl-target-id': 'web',
        'certctl-instance': 'independent',
      });
    });
    await checks.check('moto does wipe them: a re-import by hand leaves none', async () => {
      const files = aws.material('same', renewed);
      await aws.json('acm', 'import-certificate', '--certificate-arn', arn, ...files);
      const { Tags } = await aws.json('acm', 'list-tags-for-certificate', '--certificate-arn', arn);
      assert.deepEqual(Tags, []);
      const outcome = ended(await deploy(renewed), 'deployed');
      assert.deepEqual(
        outcome.plan?.steps.map(({ kind }) => kind),
        ['tag'],
      );
    });
    await checks.check('what moto stored wrongly is taken back with the kept key', async () => {
      const impostor = await leafIssued(1);
      const keys: string[] = [];
      proxy.alter = (body) => {
        const sent = JSON.parse(body);
        keys.push(Buffer.from(String(sent.PrivateKey), 'base64').toString('utf8'));
        const Certificate = Buffer.from(impostor.certificatePem).toString('base64');
        return keys.length === 1 ? JSON.stringify({ ...sent, Certificate }) : body;
      };
      ended(await deploy(bad), 'restored');
      proxy.alter = undefined;
      await holds(renewed);
      assert.equal(keys.length, 2);
      assert.ok(keys[1]?.trim() === renewed.privateKeyPem.trim(), 'the way back carried another key');
    });
    await checks.check('a newer certificate then goes in', async () => {
      assert.equal(ended(await deploy(last), 'deployed').reference, arn);
      await holds(last);
    });
    await checks.check(
      'a first import whose answer was lost is found without SearchCertificates',
      async () => {
        const searched = await aws.run('acm', 'search-certificates');
        assert.notEqual(searched.code, 0, 'moto has SearchCertificates now; rename this check');
        const lost = await leafIssued(3);
        proxy.dropAnswers = 1;
        const outcome = ended(
          await engine.deploy({
            target: { ...target, id: 'lost' },
            certificate: lost.certificatePem,
            chain: lost.chainPem,
            privateKey: lost.privateKeyPem,
          }),
          'deployed',
        );
        assert.equal(proxy.dropAnswers, 0);
        const list = await aws.json(
          'acm',
          'list-certificates',
          '--includes',
          'keyTypes=EC_prime256v1,RSA_2048',
        );
        assert.equal(asList(list.CertificateSummaryList).length, 2);
        assert.notEqual(outcome.reference, arn);
      },
    );
  } finally {
    await engine.close();
    aws.close();
    await proxy.close();
    await moto.close();
  }
}

function get(aws: AwsCli, arn: string): Promise<Record<string, unknown>> {
  return aws.json('acm', 'get-certificate', '--certificate-arn', arn);
}

function ended(outcome: Outcome, status: OutcomeStatus): Outcome {
  const error = 'error' in outcome ? `: ${outcome.error.message}` : '';
  assert.equal(outcome.status, status, `the deploy ended ${outcome.status}${error}`);
  return outcome;
}

export function asList(value: unknown): readonly unknown[] {
  assert.ok(Array.isArray(value), `not a list: ${JSON.stringify(value)}`);
  return value;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  assert.ok(typeof value === 'object' && value !== null, `not an object: ${JSON.stringify(value)}`);
  // Any object can be read by name; what is found is unknown again.
  return value as Readonly<Record<string, unknown>>;
}
