import type { BindingPlugin } from '@certctl/plugin-api';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, expectStatus, KEYS, leafIssued } from './acm-scenario.js';
import { type Front, type ListenersOptions, ListenersScenario } from './listeners-scenario.js';

let scenario: ListenersScenario;
afterEach(() => scenario.close());

async function start(options: ListenersOptions = {}): Promise<Front> {
  scenario = await ListenersScenario.create(options);
  return scenario.front();
}

const unprobed = { probe: undefined, probe_server_name: undefined };

describe('a lost answer', () => {
  it.each(['before-effect', 'after-effect'] as const)('%s is asked for again: the default', async (when) => {
    const front = await start();
    scenario.elb.faults.add({ operation: 'ModifyListener', kind: 'reset', when });
    const { reference } = expectStatus(
      await scenario.deploy(await leafIssued(10), [scenario.binding(front)]),
      'deployed',
    );
    expect(scenario.state(front).defaultCertificate).toBe(reference);
  });

  it.each(['before-effect', 'after-effect'] as const)('%s is asked for again: the list', async (when) => {
    const front = await start();
    scenario.elb.faults.add({ operation: 'AddListenerCertificates', kind: 'html', status: 502, when });
    const bindings = [scenario.binding(front, { slot: 'sni', ...unprobed })];
    const { reference } = expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'deployed');
    expect(scenario.state(front).certificates).toEqual([reference]);
  });

  it('that never comes is told by a look at what is there', async () => {
    const front = await start();
    const lost = { kind: 'reset', when: 'after-effect', on: { every: 1 } } as const;
    scenario.elb.faults.add({ operation: 'ModifyListener', ...lost });
    const { reference } = expectStatus(
      await scenario.deploy(await leafIssued(10), [scenario.binding(front)]),
      'deployed',
    );
    expect(scenario.state(front).defaultCertificate).toBe(reference);
  });

  it('of a change that did not happen ends in the old certificate', async () => {
    const front = await start();
    scenario.elb.faults.add({ operation: 'ModifyListener', kind: 'lost-write' });
    expectStatus(await scenario.deploy(await leafIssued(10), [scenario.binding(front)]), 'restored');
    expect(scenario.state(front).defaultCertificate).toBe(scenario.oldArn);
  });
});

describe('throttling', () => {
  it('is waited out', async () => {
    const front = await start();
    for (const operation of ['DescribeListeners', 'ModifyListener'])
      scenario.elb.faults.add({ operation, kind: 'throttle', on: { times: 2 } });
    expectStatus(await scenario.deploy(await leafIssued(10), [scenario.binding(front)]), 'deployed');
  });

  it('that does not end is told, and everything taken back', async () => {
    const front = await start();
    scenario.elb.faults.add({ operation: 'ModifyListener', kind: 'throttle', on: { times: 4 } });
    const outcome = expectStatus(
      await scenario.deploy(await leafIssued(10), [scenario.binding(front)]),
      'withdrawn',
    );
    expect(outcome.error.code).toBe('service_throttled');
    expect(scenario.state(front).defaultCertificate).toBe(scenario.oldArn);
  });
});

describe('without a permission', () => {
  const allowing = (operations: readonly string[]) => ({
    Statement: [
      { Effect: 'Allow' as const, Action: ['acm:*', 'tag:*'], Resource: '*' },
      { Effect: 'Allow' as const, Action: operations, Resource: '*' },
    ],
  });
  const all = awsElbv2.permissions
    .map(({ operation }) => operation)
    .filter((operation) => operation.startsWith('elasticloadbalancing:'));
  const takeAway = (operation: string) =>
    scenario.acm.emulator.addAccessKey({
      ...KEYS,
      allow: allowing(all.filter((each) => each !== operation)),
    });

  it.each([
    ['DescribeListeners', 'default'],
    ['DescribeListenerCertificates', 'sni'],
  ])('to %s nothing is written, and the statement is printed', async (name, slot) => {
    const front = await start();
    takeAway(`elasticloadbalancing:${name}`);
    const bindings = [scenario.binding(front, { slot })];
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'refused');
    expect(outcome.error).toMatchObject({ failure: { permission: true } });
    expect(outcome.error.remedy).toContain(`"Action":"elasticloadbalancing:${name}"`);
    expect([...scenario.acm.writes(), ...scenario.writes()]).toEqual([]);
  });

  it.each([
    ['ModifyListener', 'default'],
    ['AddListenerCertificates', 'sni'],
  ])('to %s everything is taken back, and the statement is printed', async (name, slot) => {
    const front = await start();
    takeAway(`elasticloadbalancing:${name}`);
    const bindings = [scenario.binding(front, { slot, ...unprobed })];
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'withdrawn');
    expect(outcome.error.remedy).toContain(`"Action":"elasticloadbalancing:${name}"`);
    expect(scenario.state(front)).toEqual({ defaultCertificate: scenario.oldArn, certificates: [] });
    expect(scenario.acm.emulator.state.certificates()).toHaveLength(1);
  });

  it('to take a certificate away it stays, and the outcome says how it is put right', async () => {
    const front = await start();
    const side = await scenario.front({ port: 8443 });
    takeAway('elasticloadbalancing:RemoveListenerCertificates');
    scenario.elb.faults.add({
      operation: 'ModifyListener',
      kind: 'error',
      name: 'ValidationError',
      message: 'no',
    });
    const bindings = [scenario.binding(front, { slot: 'sni', ...unprobed }), scenario.binding(side)];
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'also_failed');
    expect(outcome).toMatchObject({
      why: 'no_permission',
      consumers: [{ state: 'left' }, { state: 'unchanged' }],
    });
    expect(outcome.commands.map(({ command }) => command).join('\n')).toContain(
      `aws elbv2 modify-listener --listener-arn ${side.arn} --certificates CertificateArn=${scenario.oldArn}`,
    );
    expect(scenario.state(front).certificates).toHaveLength(1);
  });

  it('of the policy that is printed, nothing is missed', async () => {
    const front = await start({ emulator: { sigv4: 'check' }, elb: { sigv4: 'check' } });
    const side = await scenario.front({ port: 8443 });
    const bindings = [scenario.binding(front), scenario.binding(side, { slot: 'sni', ...unprobed })];
    const statements = bindings.flatMap(({ config }) => {
      const printed = awsElbv2.policies['iam-policy']?.({ config, optional: true });
      // The policy is JSON of the form that the emulator reads, which its own tests hold it to.
      return printed?.Statement as unknown as ReturnType<typeof allowing>['Statement'];
    });
    const [store] = allowing([]).Statement;
    if (store === undefined) expect.unreachable();
    scenario.acm.emulator.addAccessKey({ ...KEYS, allow: { Statement: [store, ...statements] } });
    expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'deployed');
    expect(scenario.elb.requests.all().filter(({ error }) => error !== undefined)).toEqual([]);
  });
});

describe('a key that the load balancer does not take', () => {
  const large = () => leafIssued(10, { keyAlgorithm: 'RSA-4096' });

  it('is refused by the plan, before any write', { timeout: 60_000 }, async () => {
    const front = await start({ loadBalancer: { type: 'network' } });
    const outcome = expectStatus(await scenario.deploy(await large(), [scenario.binding(front)]), 'refused');
    expect(codesOf(outcome)).toContain('elbv2_key_too_long');
    expect([...scenario.acm.writes(), ...scenario.writes()]).toEqual([]);
  });

  it('is refused by the service where the plan does not look, and taken back', {
    timeout: 60_000,
  }, async () => {
    const front = await start({ loadBalancer: { type: 'network' }, plugins: [unreviewed] });
    const outcome = expectStatus(
      await scenario.deploy(await large(), [scenario.binding(front)]),
      'withdrawn',
    );
    expect(outcome.error.failure).toMatchObject({ class: 'refused', code: 'UnsupportedCertificate' });
    expect(scenario.state(front).defaultCertificate).toBe(scenario.oldArn);
    expect(scenario.acm.emulator.state.certificates()).toHaveLength(1);
  });
});

/** The plugin, which has nothing to say against any certificate. */
const unreviewed: BindingPlugin = {
  ...awsElbv2,
  async open(connection, services) {
    const binding = await awsElbv2.open(connection, services);
    binding.review = () => [];
    return binding;
  },
};
