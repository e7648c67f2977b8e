import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { CallDouble, EmulatedListener, KEYS, openEmulated, type Wish } from './emulated-listener.fixture.js';

let opened: EmulatedListener[] = [];
afterEach(async () => {
  await Promise.all(opened.map((each) => each.close()));
  opened = [];
});

async function start(wish: Wish = {}): Promise<EmulatedListener> {
  const listener = await EmulatedListener.start(wish);
  opened.push(listener);
  return listener;
}

describe('where a listener is', () => {
  it('is told by its ARN, and nothing is sent', async () => {
    const listener = await start();
    expect((await listener.at()).place).toEqual({
      address: `${listener.listener}#default`,
      scope: '123456789012/eu-west-1',
      title: `listener app/shop/…${listener.listener.slice(-4)} (default)`,
      slot: 'one',
      consumer: listener.loadBalancer,
    });
    const { place } = await listener.at({ slot: 'sni' });
    expect(place).toMatchObject({ address: `${listener.listener}#sni/web`, slot: 'many' });
    expect(listener.elb.requests.all()).toEqual([]);
  });

  it('names the load balancer as ACM names the user of a certificate', async () => {
    const listener = await start();
    const [certificate] = listener.acm.state.certificates();
    expect(certificate?.inUseBy).toEqual([(await listener.at()).place.consumer]);
  });
});

describe('the default certificate', () => {
  it('is seen, set alone, and seen again', async () => {
    const listener = await start();
    const { arn } = await listener.another();
    expect(await listener.inspect()).toEqual({
      state: 'present',
      references: [listener.held],
      attributes: { protocol: 'HTTPS', port: 443, load_balancer: 'application' },
    });
    expect(await listener.settled({ reference: arn })).toEqual({ settled: false, shows: listener.held });
    await listener.bind(arn);
    await listener.bind(arn);
    expect(listener.state()).toEqual({ defaultCertificate: arn, certificates: [] });
    expect(await listener.settled({ reference: arn })).toEqual({ settled: true });
  });

  it('leaves protocol, port, policy and actions as they are', async () => {
    const listener = await start({ type: 'network' });
    const before = listener.elb.state.listener(listener.listener);
    const { arn } = await listener.another();
    await listener.bind(arn);
    const {
      defaultCertificate: _,
      changes: __,
      ...after
    } = listener.elb.state.listener(listener.listener) ?? {};
    expect(before).toMatchObject(after);
  });

  it('is absent with its listener, and only then', async () => {
    const listener = await start();
    const gone = `${listener.listener.slice(0, -4)}0000`;
    expect(await listener.inspect({ listener_arn: gone })).toEqual({ state: 'absent' });
    listener.acm.addAccessKey({ ...KEYS, allow: { Statement: [] } });
    const refused = await listener.inspect({ listener_arn: gone }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ failure: { class: 'refused', permission: true } });
  });

  it('is none where the listener ends no TLS, and no endpoint is asked', async () => {
    const listener = await start();
    const plain = listener.elb.seedListener({
      loadBalancer: listener.loadBalancer,
      protocol: 'HTTP',
      port: 80,
    });
    for (const slot of ['default', 'sni'] as const) {
      const call = new CallDouble();
      const fields = { listener_arn: plain, slot, probe: 'www.example.com:1' };
      expect(await listener.inspect(fields, call)).toMatchObject({
        references: [],
        attributes: { protocol: 'HTTP', port: 80 },
      });
      expect(call.operations).toEqual(['elasticloadbalancing:DescribeListeners']);
    }
  });
});

describe('the list of certificates', () => {
  it('is read page by page, without the default', async () => {
    const listener = await start({ elb: { pageSize: 2 } });
    const arns = [];
    for (let index = 0; index < 4; index++) arns.push((await listener.another()).arn);
    for (const arn of arns) await listener.bind(arn, { slot: 'sni' });
    const seen = await listener.inspect({ slot: 'sni' });
    expect(seen).toMatchObject({ references: arns, attributes: { certificates: 4, most_certificates: 25 } });
    expect(listener.state()).toEqual({ defaultCertificate: listener.held, certificates: arns });
  });

  it('has the default once where somebody has added that, too, and does not count it', async () => {
    const listener = await start({ elb: { removeListedDefault: 'unlist' } });
    await listener.bind(listener.held, { slot: 'sni' });
    expect(await listener.inspect({ slot: 'sni' })).toMatchObject({
      references: [listener.held],
      attributes: { certificates: 0 },
    });
    expect(await listener.settled({ reference: listener.held }, { slot: 'sni' })).toEqual({ settled: true });
    await listener.unbind(listener.held);
    expect(await listener.inspect({ slot: 'sni' })).toMatchObject({ references: [] });
  });

  it.each(['CertificateNotFound', 'OperationNotPermitted', 'ignore'] as const)(
    'loses a certificate once, whether the second time is answered with %s or not',
    async (removeUnlisted) => {
      const listener = await start({ elb: { removeUnlisted } });
      const { arn } = await listener.another();
      await listener.bind(arn, { slot: 'sni' });
      await listener.unbind(arn);
      await listener.unbind(arn);
      expect(listener.state().certificates).toEqual([]);
    },
  );

  it('is absent with its listener, also when that goes between the two looks', async () => {
    const listener = await start();
    const gone = {
      kind: 'error',
      name: 'ListenerNotFound',
      message: 'One or more listeners not found',
    } as const;
    listener.elb.faults.add({ operation: 'DescribeListenerCertificates', ...gone });
    expect(await listener.inspect({ slot: 'sni' })).toEqual({ state: 'absent' });
    expect(await listener.inspect({ slot: 'sni' })).toMatchObject({ state: 'present' });
  });

  it('does not say that it lost what it has', async () => {
    const listener = await start();
    await listener.bind(listener.held, { slot: 'sni' });
    await expect(listener.unbind(listener.held)).rejects.toMatchObject({
      failure: { class: 'refused', code: 'OperationNotPermittedException' },
    });
  });

  it('counts what the other listeners of the load balancer have, and asks for them once a minute', async () => {
    const listener = await start();
    const [{ arn: one }, { arn: two }] = [await listener.another(), await listener.another()];
    const { loadBalancer, held } = listener;
    listener.elb.seedListener({
      loadBalancer,
      port: 8443,
      certificate: held,
      certificates: [one, two, held],
    });
    listener.elb.seedListener({ loadBalancer, port: 80, protocol: 'HTTP' });
    await listener.bind(one, { slot: 'sni' });
    expect(await listener.inspect({ slot: 'sni' })).toMatchObject({ attributes: { certificates: 3 } });
    listener.elb.requests.clear();
    await listener.inspect({ slot: 'sni' });
    expect(listener.elb.requests.all().map(({ operation }) => operation)).toEqual([
      'DescribeListeners',
      'DescribeListenerCertificates',
    ]);
  });

  it('asks for the limit of the account once the usual one is reached, and does without where it may not', async () => {
    const quotas = { certificatesPerApplicationLoadBalancer: 40, certificatesPerNetworkLoadBalancer: 25 };
    const listener = await start({ elb: { quotas } });
    const certificates = [];
    for (let index = 0; index < 25; index++) certificates.push((await listener.another()).arn);
    const { loadBalancer, held } = listener;
    const full = listener.elb.seedListener({ loadBalancer, port: 8443, certificate: held, certificates });
    const fields = { listener_arn: full, slot: 'sni' } as const;
    expect(await listener.inspect(fields)).toMatchObject({
      attributes: { certificates: 25, most_certificates: 40 },
    });
    const reads = ['DescribeListeners', 'DescribeListenerCertificates'];
    const Action = reads.map((name) => `elasticloadbalancing:${name}`);
    listener.acm.addAccessKey({ ...KEYS, allow: { Statement: { Effect: 'Allow', Action, Resource: '*' } } });
    expect(await listener.inspect(fields)).toMatchObject({
      attributes: { certificates: 25, most_certificates: 25 },
      degraded: ['elasticloadbalancing:DescribeAccountLimits'],
    });
  });
});

describe('what a handshake shows', () => {
  it('is the leaf of the default, and of the certificate for the name', async () => {
    const listener = await start();
    const { port } = await listener.elb.listenTls(listener.listener);
    const probe = `127.0.0.1:${port}`;
    const { arn, leaf } = await listener.another();
    const shop = await listener.another({ names: ['shop.example.com'] });
    await listener.bind(shop.arn, { slot: 'sni' });
    const named = { slot: 'sni', probe, probe_server_name: 'shop.example.com' } as const;
    expect(await listener.inspect(named)).toMatchObject({ serves: shop.leaf.facts.der });
    expect(await listener.settled({ reference: arn, leaf: leaf.facts.der }, { probe })).toMatchObject({
      settled: false,
      shows: listener.held,
    });
    await listener.bind(arn);
    expect(await listener.inspect({ probe })).toMatchObject({ serves: leaf.facts.der });
    expect(await listener.settled({ reference: arn, leaf: leaf.facts.der }, { probe })).toEqual({
      settled: true,
    });
  });

  it('is waited for while the load balancer goes on serving the old one', async () => {
    const listener = await start({ elb: { propagation: 60_000 } });
    const { port } = await listener.elb.listenTls(listener.listener);
    const { arn, leaf } = await listener.another();
    await listener.bind(arn);
    const probe = `127.0.0.1:${port}`;
    const wanted = { reference: arn, leaf: leaf.facts.der };
    expect(await listener.settled(wanted, { probe })).toEqual({
      settled: false,
      shows: expect.stringMatching(/^the certificate with the serial [0-9a-f]+ in a handshake$/),
    });
    listener.elb.settings.propagation = 0;
    expect(await listener.settled(wanted, { probe })).toEqual({ settled: true });
  });

  it('is told to be out of reach, with the reason, after two tries', async () => {
    const listener = await start();
    const { port, close } = await listener.elb.listenTls(listener.listener);
    await close();
    const call = new CallDouble();
    expect(await listener.inspect({ probe: `127.0.0.1:${port}` }, call)).toMatchObject({
      state: 'present',
      references: [listener.held],
      unreachable: expect.stringContaining('ECONNREFUSED'),
    });
    expect(call.operations.filter((operation) => operation === 'tls:Handshake')).toHaveLength(2);
  });
});

describe('what is refused by the service', () => {
  it.each([
    ['that is not known', 'eu-west-1', 'absent', 'CertificateNotFoundException'],
    ['of another region', 'us-east-1', 'refused', 'ValidationError'],
  ] as const)('a certificate %s', async (_, region, failureClass, code) => {
    const listener = await start();
    const arn = `arn:aws:acm:${region}:123456789012:certificate/${randomUUID()}`;
    for (const slot of ['default', 'sni'] as const) {
      await expect(listener.bind(arn, { slot })).rejects.toMatchObject({
        failure: { class: failureClass, code },
      });
    }
  });

  it('one too many in the list', async () => {
    const quotas = { certificatesPerApplicationLoadBalancer: 1, certificatesPerNetworkLoadBalancer: 25 };
    const listener = await start({ elb: { quotas } });
    await listener.bind((await listener.another()).arn, { slot: 'sni' });
    await expect(listener.bind((await listener.another()).arn, { slot: 'sni' })).rejects.toMatchObject({
      failure: { class: 'refused', code: 'TooManyCertificatesException' },
    });
  });

  it.each(['ModifyListener', 'DescribeListeners', 'DescribeListenerCertificates'])(
    'is told from a %s that is throttled, broken or not permitted',
    async (operation) => {
      const listener = await start();
      const run = () =>
        operation === 'ModifyListener' ? listener.bind(listener.held) : listener.inspect({ slot: 'sni' });
      listener.elb.faults.add({ operation, kind: 'throttle' });
      await expect(run()).rejects.toMatchObject({ failure: { class: 'throttled' } });
      listener.elb.faults.add({ operation, kind: 'status', status: 503 });
      await expect(run()).rejects.toMatchObject({ failure: { class: 'broken' } });
      const others = ['ModifyListener', 'DescribeListeners', 'DescribeListenerCertificates']
        .filter((name) => name !== operation)
        .map((name) => `elasticloadbalancing:${name}`);
      const Statement = { Effect: 'Allow' as const, Action: others, Resource: '*' };
      listener.acm.addAccessKey({ ...KEYS, allow: { Statement } });
      await expect(run()).rejects.toMatchObject({ failure: { class: 'refused', permission: true } });
    },
  );
});

it('works as a role of the account of the listener', async () => {
  const role = 'arn:aws:iam::123456789012:role/certctl';
  const listener = await start({ acm: { roles: [{ arn: role, externalId: 'from-us' }] } });
  const { arn } = await listener.another();
  const binding = await openEmulated(listener.acm, listener.elb, { role_arn: role, external_id: 'from-us' });
  const call = new CallDouble();
  await binding.bind(await listener.at(), arn, call);
  expect(call.operations).toEqual(['sts:AssumeRole', 'elasticloadbalancing:ModifyListener']);
  expect(listener.elb.state.listener(listener.listener)?.changes.at(-1)?.principal).toMatch(
    /^arn:aws:sts::123456789012:assumed-role\/certctl\/certctl-/,
  );
  await binding.close();
});
