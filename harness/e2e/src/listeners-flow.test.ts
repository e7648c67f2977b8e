import { provenanceTags } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, expectStatus, leafIssued } from './acm-scenario.js';
import { fingerprintOf, type ListenersOptions, ListenersScenario } from './listeners-scenario.js';

let scenario: ListenersScenario;
afterEach(() => scenario.close());

async function start(options: ListenersOptions = {}): Promise<void> {
  scenario = await ListenersScenario.create(options);
}

describe('a target and a listener that has another certificate', () => {
  it('the first deploy moves the default, and a repeat does nothing', async () => {
    await start();
    const front = await scenario.front();
    const watch = scenario.watch(front);
    const leaf = await leafIssued(10);
    const bindings = [scenario.binding(front)];
    const outcome = expectStatus(await scenario.deploy(leaf, bindings), 'deployed');
    expect(outcome.consumers).toMatchObject([
      { type: 'AWSELBV2', state: 'bound', before: [scenario.oldArn], proof: 'handshake' },
    ]);
    expect(scenario.state(front)).toEqual({ defaultCertificate: outcome.reference, certificates: [] });
    const [, held] = scenario.acm.emulator.state.certificates();
    expect(held?.inUseBy).toEqual([scenario.loadBalancer]);
    scenario.elb.requests.clear();
    const again = expectStatus(await scenario.deploy(leaf, bindings), 'unchanged');
    // What uses it is what the target names, and none that nobody knows of.
    expect(codesOf(again)).not.toContain('in_use');
    expect(scenario.writes()).toEqual([]);
    const { shown, handshakes, failures } = await watch.end();
    expect(failures).toEqual([]);
    expect(shown).toEqual([scenario.old, leaf].map(fingerprintOf));
    expect(handshakes).toBeGreaterThan(10);
  });

  it('a renewal under the ARN leaves the listener alone, and is seen to be served', async () => {
    await start();
    const front = await scenario.front();
    const bindings = [scenario.binding(front)];
    const { reference } = expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'deployed');
    scenario.elb.requests.clear();
    const renewed = await leafIssued(5);
    const outcome = expectStatus(await scenario.deploy(renewed, bindings), 'deployed');
    expect(outcome).toMatchObject({ reference, consumers: [{ state: 'bound', proof: 'handshake' }] });
    expect(scenario.writes()).toEqual([]);
    expect(scenario.elb.serves(front.arn)?.leaf).toEqual(Buffer.from(renewed.facts.der));
  });

  it('a listener of a network load balancer is moved as well, and one that nobody can reach', async () => {
    await start({ loadBalancer: { type: 'network' } });
    const front = await scenario.front();
    const bindings = [scenario.binding(front, { probe: '127.0.0.1:1' })];
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'deployed');
    expect(outcome.consumers).toMatchObject([{ state: 'bound', proof: 'reference' }]);
    expect(codesOf(outcome)).toContain('endpoint_unreachable');
    expect(scenario.state(front).defaultCertificate).toBe(outcome.reference);
  });
});

describe('the list of a listener', () => {
  it('gets the certificate beside those of others, and loses the one that it supersedes', async () => {
    await start({ elb: { pageSize: 1 } });
    const others = scenario.acm.emulator.seed({
      certificate: scenario.old.certificatePem,
      privateKey: scenario.old.privateKeyPem,
    });
    const front = await scenario.front({ certificates: [others] });
    const sni = [scenario.binding(front, { slot: 'sni', probe: undefined, probe_server_name: undefined })];
    const first = expectStatus(await scenario.deploy(await leafIssued(10), sni), 'deployed');
    expect(scenario.state(front).certificates).toEqual([others, first.reference]);

    const moved = await leafIssued(8);
    const second = scenario.acm.emulator.seed({
      certificate: moved.certificatePem,
      chain: moved.chainPem,
      privateKey: moved.privateKeyPem,
      tags: provenanceTags({ certificateId: 'web', targetId: 'web', instance: 'e2e' }),
    });
    const target = scenario.acm.target({ certificate_arn: second }, { bindings: sni });
    const outcome = expectStatus(await scenario.acm.deploy(await leafIssued(5), { target }), 'deployed');
    expect(outcome.plan?.steps.filter(({ kind }) => kind !== 'import' && kind !== 'tag')).toMatchObject([
      { kind: 'bind', to: second },
      { kind: 'detach', reference: first.reference },
    ]);
    expect(outcome.consumers).toMatchObject([{ state: 'bound', detached: [first.reference] }]);
    expect(scenario.state(front)).toEqual({
      defaultCertificate: scenario.oldArn,
      certificates: [others, second],
    });
    scenario.elb.requests.clear();
    expectStatus(await scenario.acm.deploy(await leafIssued(5), { target }), 'deployed');
    expect(scenario.writes()).toEqual([]);
  });

  it('goes back to what it was when a second listener refuses', async () => {
    await start();
    const [front, side] = [await scenario.front(), await scenario.front({ port: 8443 })];
    const leaf = await leafIssued(10, { names: ['www.example.com', 'shop.example.com'] });
    scenario.elb.faults.add({
      operation: 'ModifyListener',
      kind: 'error',
      name: 'InvalidConfigurationRequest',
      message: 'no',
    });
    const sni = { slot: 'sni', probe_server_name: 'shop.example.com' };
    const bindings = [scenario.binding(front, sni), scenario.binding(side)];
    const outcome = expectStatus(await scenario.deploy(leaf, bindings), 'withdrawn');
    expect(outcome.consumers).toMatchObject([{ state: 'back' }, { state: 'unchanged' }]);
    expect(scenario.state(front)).toEqual({ defaultCertificate: scenario.oldArn, certificates: [] });
    expect(scenario.acm.emulator.state.certificates().map(({ arn }) => arn)).toEqual([scenario.oldArn]);
  });
});

describe('a second listener that refuses', () => {
  it('takes everything back, and every client is served all along', async () => {
    await start({ elb: { propagation: 60 } });
    const [front, side] = [await scenario.front(), await scenario.front({ port: 8443 })];
    const watches = [scenario.watch(front), scenario.watch(side)];
    scenario.elb.faults.add({
      operation: 'ModifyListener',
      kind: 'error',
      name: 'InvalidConfigurationRequest',
      message: 'not here',
      on: { nth: 2 },
    });
    const leaf = await leafIssued(10);
    const bindings = [scenario.binding(front), scenario.binding(side)];
    const outcome = expectStatus(await scenario.deploy(leaf, bindings), 'restored');
    expect(outcome.error).toMatchObject({
      code: 'service_refused',
      failure: { code: 'InvalidConfigurationRequestException' },
    });
    expect(outcome.consumers).toMatchObject([{ state: 'back', proof: 'handshake' }, { state: 'unchanged' }]);
    for (const each of [front, side]) expect(scenario.state(each).defaultCertificate).toBe(scenario.oldArn);
    // What the deploy had imported is gone, once ACM takes it for unused.
    expect(scenario.acm.emulator.state.certificates().map(({ arn }) => arn)).toEqual([scenario.oldArn]);
    const [first, second] = await Promise.all(watches.map((watch) => watch.end()));
    expect([first?.failures, second?.failures]).toEqual([[], []]);
    expect(first?.shown).toEqual([scenario.old, leaf, scenario.old].map(fingerprintOf));
    expect(second?.shown).toEqual([fingerprintOf(scenario.old)]);
    expect(first?.handshakes).toBeGreaterThan(10);
  });
});

describe('a service that is slow to know', () => {
  it.each([
    ['does not know a fresh certificate yet', { lateCertificates: { ms: 250 } }],
    ['goes on telling what was there before', { lateReads: { ms: 200 } }],
    ['goes on serving what was there before', { propagation: 200 }],
    ['is all of that', { lateCertificates: { reads: 2 }, lateReads: { reads: 3 }, propagation: 100 }],
  ] as const)('is waited for while it %s', async (_, elb) => {
    await start({ elb });
    const front = await scenario.front();
    const leaf = await leafIssued(10);
    const outcome = expectStatus(await scenario.deploy(leaf, [scenario.binding(front)]), 'deployed');
    expect(outcome.consumers).toMatchObject([{ state: 'bound', proof: 'handshake' }]);
    expect(scenario.elb.serves(front.arn)?.leaf).toEqual(Buffer.from(leaf.facts.der));
  });

  it('is waited for on the way back, too', async () => {
    await start({ elb: { lateReads: { ms: 150 }, propagation: 100 } });
    const [front, side] = [await scenario.front(), await scenario.front({ port: 8443 })];
    const refusal = { kind: 'error', name: 'ValidationError', message: 'no', on: { nth: 2 } } as const;
    scenario.elb.faults.add({ operation: 'ModifyListener', ...refusal });
    const bindings = [scenario.binding(front), scenario.binding(side)];
    expectStatus(await scenario.deploy(await leafIssued(10), bindings), 'restored');
    expect(scenario.state(front).defaultCertificate).toBe(scenario.oldArn);
  });

  it('that never serves it has everything taken back', async () => {
    await start({ elb: { propagation: 3_600_000 }, timing: { proveMs: 400 } });
    const front = await scenario.front();
    const outcome = expectStatus(
      await scenario.deploy(await leafIssued(10), [scenario.binding(front)]),
      'restored',
    );
    expect(outcome.error).toMatchObject({
      code: 'binding_not_proven',
      message: expect.stringContaining(
        `it shows the certificate with the serial ${scenario.old.facts.serial}`,
      ),
    });
    expect(scenario.state(front).defaultCertificate).toBe(scenario.oldArn);
  });
});
