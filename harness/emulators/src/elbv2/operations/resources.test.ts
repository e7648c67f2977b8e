import {
  CreateListenerCommand,
  type CreateListenerCommandInput,
  CreateLoadBalancerCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DescribeAccountLimitsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  paginateDescribeLoadBalancers,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../../test-support/acm-session.js';
import { elbv2Session } from '../../../test-support/elbv2-session.js';
import { manualClock } from '../../server/clock.js';

const MISSING = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/none/0123456789abcdef';

async function world(wish: Parameters<typeof elbv2Session>[0] = {}) {
  const session = await elbv2Session(wish);
  const { client, elbv2 } = session;
  const refused = async (sent: Promise<unknown>) => {
    const { name, message } = await refusal(sent);
    return [elbv2.requests.all().at(-1)?.rule, name, message];
  };
  const create = (input: Partial<CreateListenerCommandInput>) =>
    client.send(
      new CreateListenerCommand({
        LoadBalancerArn: session.loadBalancer,
        Protocol: 'HTTPS',
        Port: 8443,
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
        ...input,
      }),
    );
  const balancers = (input: object = {}) => client.send(new DescribeLoadBalancersCommand(input));
  return { ...session, refused, create, balancers };
}

const Subnets = ['subnet-1', 'subnet-2'];

describe('load balancers', () => {
  it('are created, described by name and ARN, and deleted with their listeners', async () => {
    const { client, balancers, create, elbv2, emulator, held } = await world();
    const Tags = [{ Key: 'team', Value: 'shop' }];
    const input = { Name: 'shop', Subnets, Tags };
    const created = (await client.send(new CreateLoadBalancerCommand(input))).LoadBalancers?.[0];
    expect(created).toMatchObject({
      LoadBalancerName: 'shop',
      Type: 'application',
      Scheme: 'internet-facing',
      State: { Code: 'active' },
      CreatedTime: expect.any(Date),
      AvailabilityZones: [
        { ZoneName: 'eu-west-1a', SubnetId: 'subnet-1' },
        { ZoneName: 'eu-west-1b', SubnetId: 'subnet-2' },
      ],
    });
    const arn = created?.LoadBalancerArn ?? '';
    expect(arn).toMatch(
      /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/shop\/[\da-f]{16}$/,
    );
    for (const by of [{ Names: ['shop'] }, { LoadBalancerArns: [arn] }])
      expect((await balancers(by)).LoadBalancers).toEqual([created]);
    // The same again is the one that there is.
    expect((await client.send(new CreateLoadBalancerCommand(input))).LoadBalancers).toEqual([created]);
    await create({ LoadBalancerArn: arn, Certificates: [{ CertificateArn: held }] });
    expect(emulator.state.certificate(held)?.inUseBy).toContain(arn);
    const tags = await client.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
    expect(tags.TagDescriptions).toEqual([{ ResourceArn: arn, Tags }]);
    for (const _ of ['once', 'again'])
      await client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn }));
    expect(elbv2.state.loadBalancers()).toHaveLength(1);
    expect(emulator.state.certificate(held)?.inUseBy).not.toContain(arn);
  });

  it('are refused with a name, subnets or settings that cannot be', async () => {
    const { client, refused } = await world();
    const make = (input: object) =>
      client.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets, ...input }));
    for (const Name of ['', 'internal-shop', '-shop', 'shop-', 'a shop', 's'.repeat(33)])
      expect((await refused(make({ Name })))[0]).toBe('elbv2/name');
    expect(await refused(make({ Subnets: ['subnet-1'] }))).toEqual([
      'elbv2/subnets',
      'ValidationError',
      'At least two subnets in two different Availability Zones must be specified',
    ]);
    await make({ Name: 'net', Type: 'network', Subnets: ['subnet-1'] });
    expect((await refused(make({ Name: 'net' })))[0]).toBe('elbv2/duplicate-name');
    expect((await refused(make({ Type: 'gateway' })))[2]).toMatch(/'type'.*enum value set/);
  });

  it('are missed by the names that were asked for', async () => {
    const { balancers, refused, client } = await world();
    expect(await refused(balancers({ Names: ['one', 'two'] }))).toEqual([
      'elbv2/load-balancers-found',
      'LoadBalancerNotFoundException',
      "Load balancers '[one, two]' not found",
    ]);
    expect((await refused(balancers({ LoadBalancerArns: [MISSING] })))[0]).toBe('elbv2/load-balancers-found');
    expect(await refused(balancers({ LoadBalancerArns: ['shop'] }))).toEqual([
      'elbv2/load-balancer-arn',
      'ValidationError',
      "'shop' is not a valid load balancer ARN",
    ]);
    expect((await refused(balancers({ Names: ['one'], LoadBalancerArns: [MISSING] })))[0]).toBe(
      'elbv2/which-load-balancers',
    );
    expect(await refused(client.send(new DescribeListenersCommand({ LoadBalancerArn: MISSING })))).toEqual([
      'elbv2/load-balancer-found',
      'LoadBalancerNotFoundException',
      `Load balancer '${MISSING}' not found`,
    ]);
  });

  it('come in pages, bound to the list by a marker', async () => {
    const { client, elbv2, balancers, refused } = await world();
    for (const name of ['b', 'c', 'd', 'e']) elbv2.seedLoadBalancer({ name });
    const sizes: number[] = [];
    for await (const { LoadBalancers } of paginateDescribeLoadBalancers({ client }, { PageSize: 2 }))
      sizes.push(LoadBalancers?.length ?? 0);
    expect(sizes).toEqual([2, 2, 1]);
    elbv2.settings.pageSize = 3;
    const { NextMarker, LoadBalancers } = await balancers();
    expect(LoadBalancers).toHaveLength(3);
    expect((await refused(balancers({ Marker: NextMarker, Names: ['b'] })))[0]).toBe('elbv2/pages');
    for (const PageSize of [0, 401])
      expect((await refused(balancers({ PageSize })))[0]).toBe('elbv2/model-constraints');
  });
});

describe('listeners', () => {
  it('are created with the policy of the API, once, and deleted', async () => {
    const { create, client, listener, loadBalancer, another, emulator } = await world();
    const certificate = await another();
    const Certificates = [{ CertificateArn: certificate }];
    const created = (await create({ Certificates })).Listeners?.[0];
    const ListenerArn = created?.ListenerArn ?? '';
    expect(created).toMatchObject({
      ListenerArn: expect.stringMatching(
        `^${loadBalancer.replace('loadbalancer', 'listener')}/[0-9a-f]{16}$`,
      ),
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      Certificates,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    });
    expect((await create({ Certificates })).Listeners).toEqual([created]);
    const list = async () =>
      (await client.send(new DescribeListenersCommand({ LoadBalancerArn: loadBalancer }))).Listeners?.map(
        (each) => each.ListenerArn,
      );
    expect(await list()).toEqual([listener, ListenerArn]);
    await client.send(new DeleteListenerCommand({ ListenerArn }));
    expect(await list()).toEqual([listener]);
    expect(emulator.state.certificate(certificate)?.inUseBy).toEqual([]);
    const again = await refusal(client.send(new DeleteListenerCommand({ ListenerArn })));
    expect(again.name).toBe('ListenerNotFoundException');
  });

  it('are refused as changes of them are', async () => {
    const { create, refused, held, another, elbv2, loadBalancer } = await world();
    const Certificates = [{ CertificateArn: held }];
    expect((await refused(create({})))[0]).toBe('elbv2/certificate-required');
    expect((await refused(create({ Protocol: 'HTTP', Certificates })))[0]).toBe(
      'elbv2/certificates-of-tls-only',
    );
    expect((await refused(create({ Protocol: 'TCP' })))[0]).toBe('elbv2/protocol');
    expect((await refused(create({ Port: undefined })))[2]).toMatch(/'port'.*must not be null/);
    const two = [...Certificates, { CertificateArn: await another() }];
    expect((await refused(create({ Certificates: two })))[0]).toBe('elbv2/one-default');
    expect(await refused(create({ Port: 443, Certificates }))).toEqual([
      'elbv2/duplicate-listener',
      'DuplicateListenerException',
      `A listener already exists on this port for this load balancer '${loadBalancer}'`,
    ]);
    expect(elbv2.state.loadBalancers()[0]?.listeners).toHaveLength(1);
  });

  it('are asked for by load balancer or by ARN', async () => {
    const { client, refused, loadBalancer, listener } = await world();
    const ask = (input: object) => client.send(new DescribeListenersCommand(input));
    const both = { LoadBalancerArn: loadBalancer, ListenerArns: [listener] };
    for (const input of [{}, both])
      expect(await refused(ask(input))).toEqual([
        'elbv2/which-listeners',
        'ValidationError',
        'You must specify either listener ARNs or a load balancer ARN',
      ]);
  });

  it('may be behind for some reads, or not be there yet', async () => {
    const clock = manualClock();
    const wish = { acm: { clock }, elb: { lateReads: { reads: 1 } } };
    const { modify, describe, listed, held, another, create, client, elbv2 } = await world(wish);
    const next = await another();
    await modify(next);
    const shown = async () => (await describe())?.Certificates?.[0]?.CertificateArn;
    expect([await shown(), await shown()]).toEqual([held, next]);
    elbv2.settings.lateReads = { ms: 2_000 };
    await modify(held);
    const firstListed = async () => (await listed())?.[0]?.[0];
    expect([await firstListed(), await firstListed()]).toEqual([next, next]);
    clock.advance(2_000);
    expect(await firstListed()).toBe(held);
    const { Listeners } = await create({ Certificates: [{ CertificateArn: held }] });
    const ask = () =>
      client.send(new DescribeListenersCommand({ ListenerArns: [Listeners?.[0]?.ListenerArn ?? ''] }));
    expect((await refusal(ask())).name).toBe('ListenerNotFoundException');
    clock.advance(2_000);
    expect((await ask()).Listeners).toEqual(Listeners);
  });
});

describe('limits and tags', () => {
  it('tell the quotas of certificates', async () => {
    const { client } = await world();
    expect((await client.send(new DescribeAccountLimitsCommand({}))).Limits).toEqual([
      { Name: 'certificates-per-application-load-balancer', Max: '25' },
      { Name: 'certificates-per-network-load-balancer', Max: '25' },
    ]);
  });

  it('are those of at most twenty resources that exist', async () => {
    const { client, refused, listener, loadBalancer } = await world({ loadBalancer: { tags: { a: '<&>' } } });
    const ask = (ResourceArns: string[]) => client.send(new DescribeTagsCommand({ ResourceArns }));
    expect((await ask([loadBalancer, listener])).TagDescriptions).toEqual([
      { ResourceArn: loadBalancer, Tags: [{ Key: 'a', Value: '<&>' }] },
      { ResourceArn: listener, Tags: [] },
    ]);
    expect((await refused(ask(Array(21).fill(loadBalancer))))[0]).toBe('elbv2/tags');
    expect((await refused(ask([MISSING])))[0]).toBe('elbv2/load-balancers-found');
    expect((await refused(ask(['shop'])))[0]).toBe('elbv2/load-balancer-arn');
  });
});
