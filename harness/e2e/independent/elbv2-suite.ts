import assert from 'node:assert/strict';
import { join } from 'node:path';
import { elbv2Rules, type FakeAcm, type FakeElbv2, startFakeAcm, startFakeElbv2 } from '@certctl/emulators';
import { handshake, KEYS, leafIssued, REGION } from '../src/acm-scenario.js';
import { AwsCli } from './aws-cli.js';
import type { Checks } from './checks.js';
import { asList, asRecord } from './moto-suite.js';
import { checkLines } from './python-lines.js';
import type { PythonTools } from './python-tools.js';

/** Checks that the script prints: one that ends too early must not pass. */
const BOTO3 = 65;

/** The command line and the library that others wrote, against our load balancers. */
export async function elbv2Suite(checks: Checks, tools: PythonTools): Promise<void> {
  const met = new Set<string>();
  const acm = await startFakeAcm({ region: REGION, sigv4: 'check', accessKeys: [KEYS] });
  const elbv2 = await startFakeElbv2({
    acm,
    sigv4: 'check',
    onRequest: ({ rule }) => {
      if (rule !== undefined) met.add(rule);
    },
  });
  const aws = new AwsCli(tools, acm.url, {
    AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: elbv2.url,
    ELBV2_CONTROL: `${elbv2.url}/_certctl/`,
    ACM_CONTROL: `${acm.url}/_certctl/`,
  });
  try {
    checks.section('aws elbv2 → emulator');
    await moves(checks, acm, elbv2, aws);
    checks.section('what the load balancers refuse, read from the aws command line');
    await refusals(checks, acm, elbv2, aws);
    checks.section('boto3 elbv2 → emulator');
    await library(checks, acm, elbv2, aws);
    await checks.check('every rule of the emulator that refuses was met', async () => {
      const refusing = elbv2Rules.filter(({ refusal }) => refusal !== undefined).map(({ id }) => id);
      assert.deepEqual(
        refusing.filter((id) => !met.has(id)),
        [],
      );
    });
  } finally {
    aws.close();
    await elbv2.close();
    await acm.close();
  }
}

const ACTIONS = ['--default-actions', 'Type=fixed-response,FixedResponseConfig={StatusCode=200}'];

async function moves(checks: Checks, acm: FakeAcm, elbv2: FakeElbv2, aws: AwsCli): Promise<void> {
  const [first, renewed] = [await leafIssued(20), await leafIssued(10)];
  let [loadBalancer, listener, one, two] = ['', '', '', ''];
  const at = () => ['--listener-arn', listener];
  const certificates = (arn: string) => ['--certificates', `CertificateArn=${arn}`];
  const imported = async (name: string, leaf: typeof first) =>
    String((await aws.json('acm', 'import-certificate', ...aws.material(name, leaf))).CertificateArn);

  await checks.check('elbv2 create-load-balancer, and wait until it is there', async () => {
    const subnets = ['--subnets', 'subnet-1', 'subnet-2', '--tags', 'Key=team,Value=shop'];
    const made = await aws.json('elbv2', 'create-load-balancer', '--name', 'shop', ...subnets);
    const [only] = asList(made.LoadBalancers);
    loadBalancer = String(asRecord(only).LoadBalancerArn);
    assert.match(loadBalancer, /:loadbalancer\/app\/shop\/[0-9a-f]{16}$/);
    await aws.json('elbv2', 'wait', 'load-balancer-available', '--names', 'shop');
  });
  await checks.check('elbv2 create-listener on a certificate that acm import-certificate made', async () => {
    [one, two] = [await imported('first', first), await imported('renewed', renewed)];
    const on = ['--load-balancer-arn', loadBalancer, '--protocol', 'HTTPS', '--port', '443'];
    const made = await aws.json('elbv2', 'create-listener', ...on, ...certificates(one), ...ACTIONS);
    const only = asRecord(asList(made.Listeners)[0]);
    listener = String(only.ListenerArn);
    assert.deepEqual(only.Certificates, [{ CertificateArn: one }]);
    assert.deepEqual(only.DefaultActions, [
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } },
    ]);
  });
  await checks.check('acm describe-certificate says which load balancer uses it', async () => {
    const described = await aws.json('acm', 'describe-certificate', '--certificate-arn', one);
    assert.deepEqual(asRecord(described.Certificate).InUseBy, [loadBalancer]);
  });
  await checks.check('elbv2 modify-listener points it at another, which is then served', async () => {
    const address = await elbv2.listenTls(listener);
    assert.equal(Buffer.compare((await handshake(address)).raw, first.facts.der), 0);
    await aws.json('elbv2', 'modify-listener', ...at(), ...certificates(two));
    assert.equal(Buffer.compare((await handshake(address)).raw, renewed.facts.der), 0);
    assert.equal(elbv2.state.listener(listener)?.defaultCertificate, two);
  });
  await checks.check(
    'elbv2 add-listener-certificates, twice, and describe-listener-certificates',
    async () => {
      for (const _ of ['first', 'again']) {
        const added = await aws.json('elbv2', 'add-listener-certificates', ...at(), ...certificates(one));
        assert.deepEqual(added.Certificates, [{ CertificateArn: one, IsDefault: false }]);
      }
      const listed = await aws.json('elbv2', 'describe-listener-certificates', ...at());
      assert.deepEqual(listed.Certificates, [
        { CertificateArn: two, IsDefault: true },
        { CertificateArn: one, IsDefault: false },
      ]);
    },
  );
  await checks.check('its pages are followed', async () => {
    elbv2.settings.pageSize = 1;
    const listed = await aws.json('elbv2', 'describe-listener-certificates', ...at());
    elbv2.settings.pageSize = 400;
    assert.equal(asList(listed.Certificates).length, 2);
    assert.equal(elbv2.requests.of('DescribeListenerCertificates').length, 3);
  });
  await checks.check('elbv2 remove-listener-certificates frees the certificate', async () => {
    await aws.json('elbv2', 'remove-listener-certificates', ...at(), ...certificates(one));
    assert.deepEqual(elbv2.state.listener(listener)?.certificates, []);
    acm.settings.inUseGrace = 0;
    await aws.json('acm', 'delete-certificate', '--certificate-arn', one);
  });
  await checks.check('elbv2 describe-listeners, -load-balancers, -tags and -account-limits', async () => {
    const of = ['--load-balancer-arn', loadBalancer];
    const listeners = asList((await aws.json('elbv2', 'describe-listeners', ...of)).Listeners);
    assert.deepEqual(
      listeners.map((each) => asRecord(each).ListenerArn),
      [listener],
    );
    const named = await aws.json('elbv2', 'describe-load-balancers', '--names', 'shop');
    assert.equal(asRecord(asList(named.LoadBalancers)[0]).Type, 'application');
    const tags = await aws.json('elbv2', 'describe-tags', '--resource-arns', loadBalancer);
    assert.deepEqual(asRecord(asList(tags.TagDescriptions)[0]).Tags, [{ Key: 'team', Value: 'shop' }]);
    const limits = asList((await aws.json('elbv2', 'describe-account-limits')).Limits);
    assert.ok(limits.some((each) => asRecord(each).Name === 'certificates-per-application-load-balancer'));
  });
  await checks.check('elbv2 delete-listener and delete-load-balancer', async () => {
    await aws.json('elbv2', 'delete-listener', ...at());
    await aws.json('elbv2', 'delete-load-balancer', '--load-balancer-arn', loadBalancer);
    assert.deepEqual(elbv2.state.loadBalancers(), []);
    assert.deepEqual(acm.state.certificate(two)?.inUseBy, []);
  });
}

/** Those that whoever points a listener at a certificate is most likely to read; the library meets all of them. */
async function refusals(checks: Checks, acm: FakeAcm, elbv2: FakeElbv2, aws: AwsCli): Promise<void> {
  const leaf = await leafIssued(10);
  const held = acm.seed({ certificate: leaf.certificatePem, privateKey: leaf.privateKeyPem });
  const loadBalancer = elbv2.seedLoadBalancer();
  const listener = elbv2.seedListener({ loadBalancer, certificate: held });
  const missing = held.replace(/[^/]*$/, '00000000-0000-4000-8000-000000000000');
  const refused = (what: string, name: string, message: string, ...args: readonly string[]) =>
    checks.check(what, async () => {
      const before = JSON.stringify(elbv2.state);
      const { code, stderr } = await aws.run('elbv2', ...args);
      assert.notEqual(code, 0, 'it was accepted');
      assert.match(stderr, new RegExp(`\\(${name}\\) when calling the \\w+ operation`));
      assert.ok(stderr.includes(message), stderr);
      assert.equal(JSON.stringify(elbv2.state), before, 'it was refused, and something changed');
    });
  const modify = ['modify-listener', '--listener-arn', listener, '--certificates'];

  await refused(
    'a certificate that does not exist',
    'CertificateNotFound',
    `Certificate '${missing}' not found`,
    ...modify,
    `CertificateArn=${missing}`,
  );
  await refused(
    'a certificate that says that it is the default',
    'ValidationError',
    'You cannot set the isDefault parameter for a certificate.',
    ...modify,
    `CertificateArn=${held},IsDefault=true`,
  );
  await refused(
    'two certificates',
    'TooManyCertificates',
    "Up to '1' certificate ARNs can be specified, but '2' were specified",
    ...modify,
    `CertificateArn=${held}`,
    `CertificateArn=${held}`,
  );
  await refused(
    'that the default be removed',
    'OperationNotPermitted',
    'Default certificate cannot be removed',
    'remove-listener-certificates',
    '--listener-arn',
    listener,
    '--certificates',
    `CertificateArn=${held}`,
  );
  await refused(
    'a listener that does not exist',
    'ListenerNotFound',
    'One or more listeners not found',
    'describe-listeners',
    '--listener-arns',
    listener.replace(/[^/]*$/, '0123456789abcdef'),
  );
  elbv2.faults.add({ operation: 'ModifyListener', kind: 'throttle' });
  await refused('a call too many', 'Throttling', 'Rate exceeded', ...modify, `CertificateArn=${held}`);
  await refused(
    'an operation that is not emulated',
    'InvalidAction',
    'Could not find operation DescribeRules for version 2015-12-01',
    'describe-rules',
    '--listener-arn',
    listener,
  );
  acm.addAccessKey({ ...KEYS, allow: { Statement: [] } });
  await refused(
    'a call without a permission',
    'AccessDenied',
    `is not authorized to perform: elasticloadbalancing:ModifyListener on resource: ${listener}`,
    ...modify,
    `CertificateArn=${held}`,
  );
  acm.addAccessKey({ ...KEYS, secretAccessKey: 'changed' });
  await refused(
    'a signature with another secret',
    'SignatureDoesNotMatch',
    'signature',
    ...modify,
    `CertificateArn=${held}`,
  );
  acm.addAccessKey(KEYS);
  elbv2.reset();
}

async function library(checks: Checks, acm: FakeAcm, elbv2: FakeElbv2, aws: AwsCli): Promise<void> {
  for (const name of ['first', 'renewed']) aws.material(name, await leafIssued(10));
  aws.material('shop', await leafIssued(10, { names: ['*.shop.example'] }));
  aws.material('rsa4096', await leafIssued(10, { keyAlgorithm: 'RSA-4096' }));
  // ACM takes none that has expired, so this one is put there.
  const expired = await leafIssued(3_000);
  const pem = { certificate: expired.certificatePem, privateKey: expired.privateKeyPem };
  aws.write('expired.arn', acm.seed(pem));
  await checkLines(checks, await aws.python(join(import.meta.dirname, 'boto3-elbv2-checks.py')), BOTO3);
  assert.deepEqual(elbv2.faults.reports(), []);
}
