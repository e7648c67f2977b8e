import {
  DescribeLoadBalancersCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../test-support/acm-session.js';
import { elbv2Session } from '../../test-support/elbv2-session.js';
import { readElbv2Fault } from './elbv2-fault.js';

async function world() {
  const session = await elbv2Session();
  const next = await session.another();
  const { elbv2, listener } = session;
  const pointsAt = () => elbv2.state.listener(listener)?.defaultCertificate;
  return { ...session, next, pointsAt };
}

describe('faults of the wire', () => {
  it('throttle by the name of this service', async () => {
    const { elbv2, modify, next, held, pointsAt } = await world();
    const fault = elbv2.faults.add({ operation: 'ModifyListener', kind: 'throttle' });
    expect(await refusal(modify(next))).toEqual({
      name: 'Throttling',
      status: 400,
      message: 'Rate exceeded',
    });
    expect([fault.used, pointsAt()]).toEqual([1, held]);
    await modify(next);
  });

  it('answer with an error of any name', async () => {
    const { elbv2, modify, next } = await world();
    const [name, message] = ['InvalidConfigurationRequest', 'The configuration is not valid'];
    elbv2.faults.add({ operation: 'ModifyListener', kind: 'error', name, message });
    expect(await refusal(modify(next))).toEqual({
      name: 'InvalidConfigurationRequestException',
      status: 400,
      message,
    });
  });

  it.each([401, 403, 404, 409, 412, 429, 500, 503])('answer with HTTP %d', async (status) => {
    const { elbv2, describe } = await world();
    elbv2.faults.add({ operation: 'DescribeListeners', kind: 'status', status });
    expect((await refusal(describe())).status).toBe(status);
    expect(elbv2.requests.all().at(-1)).toMatchObject({ status, faults: ['status'] });
  });

  it.each(['before-effect', 'after-effect'] as const)('reset and hang %s', async (when) => {
    const { elbv2, modify, next, held, pointsAt, another, client, listener } = await world();
    elbv2.faults.add({ operation: 'ModifyListener', kind: 'reset', when });
    expect((await refusal(modify(next))).message).toMatch(/ECONNRESET|socket hang up/);
    expect(pointsAt()).toBe(when === 'after-effect' ? next : held);
    expect(elbv2.requests.all().at(-1)).toMatchObject({ status: undefined, faults: ['reset'] });
    elbv2.faults.add({ operation: 'ModifyListener', kind: 'hang', when });
    const last = await another();
    const command = new ModifyListenerCommand({
      ListenerArn: listener,
      Certificates: [{ CertificateArn: last }],
    });
    const sent = client.send(command, { abortSignal: AbortSignal.timeout(300) });
    expect((await refusal(sent)).name).toMatch(/Abort|Timeout/);
    expect(pointsAt() === last).toBe(when === 'after-effect');
  });

  it('are slow, cut the answer short, and answer as a proxy would', async () => {
    const { elbv2, describe } = await world();
    elbv2.faults.add({ operation: 'DescribeListeners', kind: 'slow', ms: 120 });
    const begin = performance.now();
    await describe();
    expect(performance.now() - begin).toBeGreaterThan(110);
    elbv2.faults.add({ operation: 'DescribeListeners', kind: 'truncated' });
    expect((await refusal(describe())).message).toMatch(/aborted|ECONNRESET|socket/);
    elbv2.faults.add({ operation: 'DescribeListeners', kind: 'html', status: 502 });
    expect((await refusal(describe())).status).toBe(502);
  });
});

describe('faults of the service itself', () => {
  it('answer one read from the listener of before', async () => {
    const { elbv2, modify, describe, listed, next, held } = await world();
    await modify(next);
    elbv2.faults.add({ operation: 'DescribeListeners', kind: 'stale-read' });
    elbv2.faults.add({ operation: 'DescribeListenerCertificates', kind: 'stale-read' });
    const shown = async () => (await describe())?.Certificates?.[0]?.CertificateArn;
    expect([await shown(), await shown()]).toEqual([held, next]);
    expect([await listed(), await listed()]).toEqual([[[held, true]], [[next, true]]]);
  });

  it('leave the youngest out of a list', async () => {
    const { elbv2, client } = await world();
    elbv2.faults.add({ operation: 'DescribeLoadBalancers', kind: 'stale-read' });
    const count = async () => (await client.send(new DescribeLoadBalancersCommand({}))).LoadBalancers?.length;
    const [stale, fresh] = [await count(), await count()];
    expect([stale, fresh]).toEqual([0, 1]);
  });

  it('say that a change is done that is not', async () => {
    const { elbv2, modify, next, held, pointsAt, emulator } = await world();
    elbv2.faults.add({ operation: 'ModifyListener', kind: 'lost-write' });
    const { Listeners } = await modify(next);
    expect(Listeners?.[0]?.Certificates).toEqual([{ CertificateArn: next }]);
    expect(pointsAt()).toBe(held);
    expect(emulator.state.certificate(next)?.inUseBy).toEqual([]);
  });

  it('point the listener at another certificate than the one that was named', async () => {
    const { elbv2, modify, next, held, pointsAt, emulator, loadBalancer } = await world();
    elbv2.faults.add({ operation: 'ModifyListener', kind: 'wrong-certificate' });
    await modify(next);
    const strange = pointsAt() ?? '';
    expect([held, next]).not.toContain(strange);
    expect(emulator.state.certificate(strange)?.inUseBy).toEqual([loadBalancer]);
  });

  it('have a second writer come in before or after', async () => {
    const { elbv2, listener, modify, next, client, pointsAt } = await world();
    elbv2.faults.add({ operation: 'ModifyListener', kind: 'second-writer', when: 'before-effect' });
    await modify(next);
    expect(pointsAt()).toBe(next);
    elbv2.faults.add({ operation: 'ModifyListener', kind: 'second-writer' });
    await modify(next);
    expect(pointsAt()).not.toBe(next);
    // A call that names no listener means the youngest.
    elbv2.faults.add({ operation: 'DescribeLoadBalancers', kind: 'second-writer' });
    await client.send(new DescribeLoadBalancersCommand({}));
    const who = elbv2.state.listener(listener)?.changes.map(({ principal }) => principal.split('/').at(-1));
    const us = 'AKIAEMULATOREXAMPLE1';
    expect(who).toEqual(['somebody-else', 'second-writer', us, us, 'second-writer', 'second-writer']);
  });
});

describe('a fault as JSON', () => {
  it.each([
    [null, /JSON object/],
    [{ kind: 'reset' }, /operation/],
    [{ operation: '*', kind: 'drop-tags' }, /kind of a fault is one of error, throttle/],
  ])('%j is refused', (value, message) => {
    expect(() => readElbv2Fault(value)).toThrow(message);
  });
});
