import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { clientConfig, refusal } from '../../test-support/acm-session.js';
import { elbv2Client, elbv2Session, movesOf } from '../../test-support/elbv2-session.js';
import { manualClock } from '../server/clock.js';

const KEY = { accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 'the-right-secret' };

describe('who may do what', () => {
  it('is checked by the signature, over the form as it was sent', async () => {
    const { elbv2, listener, held } = await elbv2Session({
      acm: { accessKeys: [KEY] },
      elb: { sigv4: 'check' },
    });
    const as = (wish: object) => movesOf(elbv2Client(elbv2, wish), listener);
    await as(KEY).modify(held);
    expect(await refusal(as({ ...KEY, secretAccessKey: 'another' }).modify(held))).toMatchObject({
      name: 'SignatureDoesNotMatch',
      status: 403,
    });
    expect((await refusal(as({ accessKeyId: 'AKIAUNKNOWN' }).modify(held))).name).toBe(
      'InvalidClientTokenId',
    );
    const unsigned = await fetch(elbv2.url, { method: 'POST', body: 'Action=DescribeLoadBalancers' });
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
    ]);
    expect(elbv2.requests.all().at(-1)).toMatchObject({ rule: 'protocol/signature', principal: undefined });
  });

  it('is told by the policy of an access key of fake-acm', async () => {
    const { elbv2, emulator, listener, held, loadBalancer } = await elbv2Session();
    const allow = (Action: string | string[], Resource: string) => ({
      Statement: [{ Effect: 'Allow' as const, Action, Resource }],
    });
    const limited = (allowed: ReturnType<typeof allow>) => {
      emulator.addAccessKey({ ...KEY, allow: allowed });
      return movesOf(elbv2Client(elbv2, KEY), listener);
    };
    const action = 'elasticloadbalancing:ModifyListener';
    expect(await refusal(limited(allow([], '*')).modify(held))).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:iam::123456789012:user/${KEY.accessKeyId} is not authorized to perform: ${action} on resource: ${listener} because no identity-based policy allows the ${action} action`,
    });
    await limited(allow(action, listener)).modify(held);
    expect((await refusal(limited(allow(action, loadBalancer)).modify(held))).status).toBe(403);
    // Reads are permitted on everything or not at all.
    const reads = 'elasticloadbalancing:Describe*';
    expect((await refusal(limited(allow(reads, listener)).listed())).status).toBe(403);
    await limited(allow(reads, '*')).listed();
  });

  it('may be a role of fake-acm, in its own account', async () => {
    const { elbv2, emulator, listener, held } = await elbv2Session({ elb: { sigv4: 'check' } });
    const role = 'arn:aws:iam::222222222222:role/certctl';
    emulator.addRole({ arn: role });
    const sts = new STSClient(clientConfig(emulator, KEY));
    const input = { RoleArn: role, RoleSessionName: 'test' };
    const { Credentials } = await sts.send(new AssumeRoleCommand(input));
    sts.destroy();
    const client = elbv2Client(elbv2, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });
    // Known, and told that the listener is none of its account.
    expect((await refusal(movesOf(client, listener).modify(held))).message).toMatch(
      /is not a valid listener ARN/,
    );
    const own = elbv2.seedLoadBalancer({ account: '222222222222' });
    expect(elbv2.state.loadBalancers().at(-1)).toMatchObject({ arn: own, account: '222222222222' });
    expect(
      (await movesOf(client, elbv2.seedListener({ loadBalancer: own })).describe())?.LoadBalancerArn,
    ).toBe(own);
  });
});

describe('rates', () => {
  it('throttle by name, at what they are set to', async () => {
    const clock = manualClock();
    const { elbv2, modify, held } = await elbv2Session({
      acm: { clock },
      elb: { rates: { ModifyListener: 1 } },
    });
    await modify(held);
    expect(await refusal(modify(held))).toMatchObject({ name: 'Throttling', status: 400 });
    expect(elbv2.requests.all().at(-1)?.rule).toBe('elbv2/rates');
    clock.advance(1_000);
    await modify(held);
  });
});

describe('control over HTTP', () => {
  async function world() {
    const session = await elbv2Session();
    const call = async (method: string, path: string, body?: object) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${session.elbv2.url}/_certctl/${path}`, { method, ...sent });
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    };
    return { ...session, call };
  }

  it('shows the state and the requests', async () => {
    const { call, describe, listener, loadBalancer, held } = await world();
    await describe();
    expect((await call('GET', 'state')).body.loadBalancers).toMatchObject([
      { arn: loadBalancer, listeners: [{ arn: listener, defaultCertificate: held }] },
    ]);
    expect((await call('GET', 'requests')).body.requests).toMatchObject([{ operation: 'DescribeListeners' }]);
  });

  it('sets faults and settings, and refuses what is none', async () => {
    const { call, elbv2, describe } = await world();
    await call('POST', 'faults', { operation: 'DescribeListeners', kind: 'throttle' });
    expect((await refusal(describe())).name).toBe('Throttling');
    expect((await call('GET', 'faults')).body.faults).toMatchObject([{ kind: 'throttle', used: 1 }]);
    await call('POST', 'settings', { propagation: 500, defaultListed: 'twice' });
    expect(elbv2.settings).toMatchObject({ propagation: 500, defaultListed: 'twice', pageSize: 400 });
    for (const wrong of [
      { delay: 1 },
      { propagation: 'long' },
      { defaultListed: 'never' },
      { lateReads: 3 },
      { rates: 'published' },
      { quotas: 25 },
    ])
      expect((await call('POST', 'settings', wrong)).status).toBe(400);
    expect((await call('POST', 'faults', { operation: '*', kind: 'explode' })).status).toBe(400);
  });

  it('opens a TLS listener, forgets everything, and has no other path', async () => {
    const { call, elbv2, listener, emulator, held } = await world();
    expect((await call('POST', 'listeners', { arn: listener })).body).toEqual({
      host: '127.0.0.1',
      port: expect.any(Number),
    });
    elbv2.faults.add({ operation: '*', kind: 'reset', on: { every: 1 } });
    await call('POST', 'reset');
    expect([elbv2.state.loadBalancers(), elbv2.faults.reports(), elbv2.requests.all()]).toEqual([[], [], []]);
    expect(emulator.state.certificate(held)?.inUseBy).toEqual([]);
    expect((await call('GET', 'nothing')).status).toBe(404);
  });
});
