import { createHash } from 'node:crypto';
import {
  type FakeAcm,
  type FakeCloudTrail,
  type FakeElbv2,
  type FakeMonitor,
  type FakeVault,
  startFakeAcm,
  startFakeCloudTrail,
  startFakeElbv2,
  startFakeMonitor,
  startFakeVault,
} from '@certctl/emulators';
import {
  type Acts,
  createEngine,
  type Engine,
  MemoryAddressBook,
  MemoryDeploymentRecords,
  type Target,
  TOKENS,
} from '@certctl/engine';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { afterEach, describe, expect, it } from 'vitest';
import { expectStatus, KEYS, leafIssued, QUICK, REGION } from './acm-scenario.js';

const STRANGER = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'another-secret' };
const HTTP = { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true };

const running: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.close();
});

/** An engine of an identity. Its records are those that are given, or are lost with it. */
function engineAs(credentials: unknown, records = new MemoryDeploymentRecords()): Engine {
  const engine = createEngine({
    plugins: [awsAcm, awsElbv2, azureKeyVault],
    instance: 'e2e',
    timing: QUICK,
    services: [
      [TOKENS.http, HTTP],
      [TOKENS.credentials, { get: () => credentials }],
      [TOKENS.deployments, records],
      [TOKENS.addressBook, new MemoryAddressBook()],
    ],
  });
  running.push(engine);
  return engine;
}

async function deploy(engine: Engine, target: Target, hoursAgo: number, acts: Acts = {}): Promise<void> {
  const leaf = await leafIssued(hoursAgo);
  const request = {
    target,
    certificate: leaf.certificatePem,
    chain: leaf.chainPem,
    privateKey: leaf.privateKeyPem,
    acts,
  };
  expectStatus(await engine.deploy(request), 'deployed');
}

describe('ACM and the listener that uses it', () => {
  interface World {
    readonly acm: FakeAcm;
    readonly elb: FakeElbv2;
    readonly trail: FakeCloudTrail;
    readonly target: Target;
  }

  async function start(): Promise<World> {
    const accessKeys = [KEYS, STRANGER];
    const acm = await startFakeAcm({ region: REGION, sigv4: 'check', accessKeys });
    const elb = await startFakeElbv2({ acm, sigv4: 'check' });
    const trail = await startFakeCloudTrail({ acm, services: [elb], sigv4: 'check', rates: 'published' });
    running.push(acm, elb, trail);
    const old = await leafIssued(20);
    const seed = { certificate: old.certificatePem, privateKey: old.privateKeyPem };
    const [arn, before] = [acm.seed(seed), acm.seed(seed)];
    const loadBalancer = elb.seedLoadBalancer({ type: 'application', name: 'shop' });
    const listener = elb.seedListener({ loadBalancer, certificate: before });
    const { url } = acm;
    const endpoints = { sts: url, cloudtrail: trail.url };
    const config = {
      region: REGION,
      certificate_arn: arn,
      endpoints: { ...endpoints, acm: url, tagging: url },
    };
    const binding = { listener_arn: listener, endpoints: { ...endpoints, elbv2: elb.url } };
    const bindings = [{ type: 'AWSELBV2', config: binding }];
    return { acm, elb, trail, target: { id: 'web', type: 'AWSACM', config, bindings } };
  }

  it('are read together: ours by their requests, and whoever points the listener elsewhere', async () => {
    const { acm, target } = await start();
    const engine = engineAs(KEYS);
    const held = acm.state.certificates()[0]?.leaf ?? '';
    const takeOver = createHash('sha256').update(held).digest('hex');
    await deploy(engine, target, 10, { takeOver });
    const alone = await engine.writers(target);
    expect(alone).toMatchObject({ verdict: 'alone', others: [] });
    expect(alone.places.map(({ kind, known }) => [kind, known])).toEqual([
      ['store', true],
      ['consumer', true],
    ]);
    for (const { writes } of alone.places) {
      expect(writes.length).toBeGreaterThan(0);
      for (const write of writes) expect(write).toMatchObject({ writer: 'this', by: 'request' });
    }

    const before = acm.state.certificates()[1]?.arn ?? '';
    const config = { ...target.config, certificate_arn: before };
    await deploy(engineAs(STRANGER), { ...target, id: 'theirs', config }, 9, { takeOver });
    const { verdict, others, places } = await engine.writers(target);
    expect({ verdict, others }).toEqual({
      verdict: 'others',
      others: ['arn:aws:iam::123456789012:user/AKIASTRANGER'],
    });
    expect(places[0]?.writes.every(({ writer }) => writer === 'this')).toBe(true);
    expect(places[1]?.writes[0]).toMatchObject({ writer: 'other', operation: 'ModifyListener' });
  });

  it('are ours by the principal after the records are gone, and within the rate of the service', async () => {
    const { trail, target, acm } = await start();
    const fresh: Target = { ...target, config: { ...target.config, certificate_arn: '' }, bindings: [] };
    await deploy(engineAs(KEYS), fresh, 10);
    const forgetful = engineAs(KEYS);
    const { verdict, places } = await forgetful.writers(fresh);
    expect(verdict).toBe('alone');
    expect(places[0]).toMatchObject({
      reference: acm.state.certificates().at(-1)?.arn,
      self: 'arn:aws:iam::123456789012:user/AKIAEXAMPLE',
    });
    expect(places[0]?.writes.map(({ writer, by }) => [writer, by])).toContainEqual(['ours', 'principal']);
    expect(trail.requests.all().filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('an import whose answer was lost is known by the principal, never taken for somebody else', async () => {
    const { acm, target } = await start();
    const fresh: Target = { ...target, config: { ...target.config, certificate_arn: '' }, bindings: [] };
    const engine = engineAs(KEYS);
    acm.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    await deploy(engine, fresh, 10);
    const { verdict, places } = await engine.writers(fresh);
    expect(verdict).toBe('alone');
    expect(places[0]?.writes).toMatchObject([{ operation: 'ImportCertificate', writer: 'ours' }]);
  });
});

describe('Key Vault', () => {
  const tokenOf = (oid: string, aud: string) =>
    [{ alg: 'RS256' }, { oid, aud }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat('sig')
      .join('.');

  async function start(): Promise<{ vault: FakeVault; monitor: FakeMonitor; target: Target }> {
    const vault = await startFakeVault();
    const monitor = await startFakeMonitor({ vaults: [vault] });
    running.push(vault, monitor);
    const config = {
      vault_url: vault.url,
      certificate_name: 'api-prod',
      vault_resource_id: monitor.resourceIdOf(vault),
      log_analytics_workspace_id: monitor.workspace,
      endpoints: { management: monitor.url, logs: monitor.url },
    };
    return { vault, monitor, target: { id: 'api', type: 'AzureKeyVault', config } };
  }

  function as({ vault, monitor }: { vault: FakeVault; monitor: FakeMonitor }, objectId: string): Engine {
    vault.addPrincipal({ token: tokenOf(objectId, 'https://vault.azure.net'), objectId });
    for (const resource of ['https://management.azure.com', 'https://api.loganalytics.azure.com']) {
      monitor.addPrincipal({ token: tokenOf(objectId, resource), resource, objectId });
    }
    return engineAs({
      getToken: async (scopes: string | string[]) => ({
        token: tokenOf(objectId, String([scopes].flat()[0]).replace('/.default', '')),
        expiresOnTimestamp: Date.now() + 3_600_000,
      }),
    });
  }

  it.each(['client-request-id', 'request-id'] as const)(
    'knows ours by %s, and somebody else by the object id',
    async (correlation) => {
      const world = await start();
      world.monitor.settings.correlation = correlation;
      const [engine, stranger] = [as(world, 'me'), as(world, 'mallory')];
      await deploy(engine, world.target, 10);
      const alone = await engine.writers(world.target);
      expect(alone).toMatchObject({ verdict: 'alone', places: [{ self: 'me', known: true }] });
      expect(alone.places[0]?.writes).toMatchObject([
        { operation: 'CertificateImport', writer: 'this', by: 'request', principal: 'me' },
      ]);
      expect(await stranger.writers(world.target)).toMatchObject({ verdict: 'others', others: ['me'] });
    },
  );

  it('knows an import whose answer was lost, because it had named the request itself', async () => {
    const world = await start();
    const engine = as(world, 'me');
    world.vault.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    await deploy(engine, world.target, 10);
    const { places } = await engine.writers(world.target);
    expect(places[0]?.writes).toMatchObject([{ operation: 'CertificateImport', writer: 'this' }]);
  });

  it('is not known by the Activity Log alone, which shows no import, but who changed the vault', async () => {
    const world = await start();
    const engine = as(world, 'me');
    const { log_analytics_workspace_id: _, ...config } = world.target.config;
    const target = { ...world.target, config };
    await deploy(engine, target, 10);
    const unknown = await engine.writers(target);
    expect(unknown).toMatchObject({ verdict: 'unknown', places: [{ known: false }] });
    expect(unknown.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['trail_not_read', 'writers_unknown']),
    );
    world.monitor.addActivity({
      operation: 'Microsoft.KeyVault/vaults/write',
      resourceId: world.monitor.resourceIdOf(world.vault),
      caller: 'eve@example.com',
      objectId: 'eve',
    });
    expect(await engine.writers(target)).toMatchObject({ verdict: 'others', others: ['eve'] });
  });

  it('is not known where the workspace has nothing of the vault', async () => {
    const world = await start();
    world.monitor.settings.tables = 'none';
    const engine = as(world, 'me');
    await deploy(engine, world.target, 10);
    const { verdict, places } = await engine.writers(world.target);
    expect(verdict).toBe('unknown');
    expect(places[0]?.trails.map(({ state }) => state)).toEqual(['silent', 'read']);
  });
});
