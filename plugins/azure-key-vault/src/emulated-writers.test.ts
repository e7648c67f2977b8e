import { issueAuthority, issueLeaf, issueMaterial } from '@certctl/certificate/issue';
import {
  type FakeMonitor,
  type FakeMonitorOptions,
  type FakeVault,
  type RoleDefinition,
  startFakeEntra,
  startFakeMonitor,
  startFakeVault,
} from '@certctl/emulators';
import type { Call, Trail, Write } from '@certctl/plugin-api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openClients } from './azure-clients.js';
import { azureAuditRole } from './azure-role.js';
import { CallDouble, services } from './call-double.fixture.js';
import { connectionOf, type KeyVaultConfig } from './config.js';
import { configAt } from './emulated-store.fixture.js';
import { KeyVaultStore } from './key-vault-store.js';

const MANAGEMENT = 'https://management.azure.com';
const LOGS = 'https://api.loganalytics.azure.com';

const running: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of running.splice(0).reverse()) await each.close();
});

/** A token as Entra ID makes them, as far as who it is for. */
function tokenOf(objectId: string, resource: string): string {
  const parts = [{ alg: 'RS256' }, { aud: resource, oid: objectId, appid: `app of ${objectId}` }];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), 'sig'].join('.');
}

class World {
  private constructor(
    readonly vault: FakeVault,
    readonly monitor: FakeMonitor,
  ) {}

  static async start(options: Omit<FakeMonitorOptions, 'vaults'> = {}): Promise<World> {
    const vault = await startFakeVault();
    const monitor = await startFakeMonitor({ vaults: [vault], ...options });
    running.push(vault, monitor);
    return new World(vault, monitor);
  }

  config(fields: Partial<KeyVaultConfig> = {}): KeyVaultConfig {
    const { vault, monitor } = this;
    return configAt(vault, {
      endpoints: { management: monitor.url, logs: monitor.url },
      vault_resource_id: monitor.resourceIdOf(vault),
      log_analytics_workspace_id: monitor.workspace,
      ...fields,
    });
  }

  /** A store whose requests are those of an identity. */
  async as(objectId: string, allow?: RoleDefinition) {
    const vaultToken = tokenOf(objectId, 'https://vault.azure.net');
    this.vault.addPrincipal({ token: vaultToken, objectId, clientId: `app of ${objectId}` });
    for (const resource of [MANAGEMENT, LOGS]) {
      const token = tokenOf(objectId, resource);
      this.monitor.addPrincipal({ token, resource, objectId, ...(allow ? { allow } : {}) });
    }
    const credential = {
      getToken: async (scopes: string | string[]) => ({
        token: tokenOf(objectId, String([scopes].flat()[0]).replace('/.default', '')),
        expiresOnTimestamp: Date.now() + 3_600_000,
      }),
    };
    const clients = await openClients(connectionOf(this.config()), {
      ...services,
      credentials: { get: () => credential },
    });
    const store = new KeyVaultStore(clients);
    running.push(store);
    return store;
  }
}

async function imports(store: KeyVaultStore, config: KeyVaultConfig): Promise<void> {
  const { material } = await issueMaterial();
  const place = await store.resolve({ config, targetId: 'web' });
  await store.import(place, { config, material, tags: {} }, new CallDouble());
}

async function trailsOf(store: KeyVaultStore, config: KeyVaultConfig) {
  const place = await store.resolve({ config, targetId: 'web' });
  const writers = store.writers({ place, config });
  const [audit, activity] = writers.trails;
  if (!audit || !activity) throw new Error('there are two trails');
  return { writers, audit, activity };
}

async function read(trail: Trail, call: Call = new CallDouble()): Promise<readonly Write[]> {
  const writes: Write[] = [];
  const window = { since: Date.now() - 86_400_000, until: Date.now() + 1_000 };
  for await (const write of trail.read(window, call)) writes.push(write);
  return writes;
}

describe('the audit events of the vault', () => {
  it.each([{ tables: 'AZKVAuditLogs' as const }, { tables: 'AzureDiagnostics' as const }])(
    'tell who imported, in $tables',
    async ({ tables }) => {
      const world = await World.start({ tables });
      const [ours, theirs] = [await world.as('me'), await world.as('mallory')];
      const config = world.config();
      await imports(ours, config);
      await imports(theirs, config);
      await imports(theirs, world.config({ certificate_name: 'other' }));
      const { audit, writers } = await trailsOf(ours, config);
      const writes = await read(audit);
      expect(await writers.self(new CallDouble())).toBe('me');
      expect(writes.map(({ principal }) => principal).toSorted()).toEqual(['mallory', 'me']);
      expect(writes[0]).toMatchObject({
        operation: 'CertificateImport',
        session: 'application app of mallory',
        sourceAddress: '127.0.0.1',
        userAgent: expect.stringContaining('certctl/'),
        outcome: 'ok',
        change: 'a new version with its private key',
      });
      expect(audit.covers).toBe('content');
    },
  );

  it('name a request as we did, before its answer was lost', async () => {
    const world = await World.start();
    const store = await world.as('me');
    const config = world.config();
    await imports(store, config);
    const names = world.vault.requests.of('ImportCertificate').map(({ origin }) => origin?.clientRequestId);
    const { audit } = await trailsOf(store, config);
    const [write] = await read(audit);
    expect(write?.requestId).toBeTruthy();
    expect(names).toContain(write?.requestId);
  });

  it('tell of what was refused as such, and of a disabled version', async () => {
    const world = await World.start();
    const store = await world.as('me');
    const config = world.config();
    await imports(store, config);
    world.vault.settings.firewall = true;
    await expect(imports(store, config)).rejects.toMatchObject({ failure: { class: 'refused' } });
    world.vault.settings.firewall = false;
    const version = world.vault.state.certificate('api-prod')?.latest.version ?? '';
    const place = await store.resolve({ config, targetId: 'web' });
    await store.disable(place, version, new CallDouble());
    const writes = await read((await trailsOf(store, config)).audit);
    expect(writes.map(({ operation, outcome, errorCode }) => [operation, outcome, errorCode])).toEqual(
      expect.arrayContaining([
        ['CertificateImport', 'refused', 'Forbidden'],
        ['CertificateUpdate', 'ok', undefined],
        ['CertificateImport', 'ok', undefined],
      ]),
    );
  });

  it('prove nothing where there are none at all, and nobody where there are reads', async () => {
    const world = await World.start({ tables: 'none' });
    const store = await world.as('me');
    const config = world.config();
    await imports(store, world.config({ certificate_name: 'other' }));
    const { audit } = await trailsOf(store, config);
    await expect(read(audit)).rejects.toMatchObject({ code: 'trail_silent' });
    world.monitor.settings.tables = 'AzureDiagnostics';
    expect(await read(audit)).toEqual([]);
    world.monitor.settings.lag = 60_000;
    await expect(read(audit)).rejects.toMatchObject({ code: 'trail_silent' });
  });

  it('are not taken for all of them when the answer was cut', async () => {
    const world = await World.start({ mostRows: 1 });
    const store = await world.as('me');
    const config = world.config();
    await imports(store, config);
    await imports(store, config);
    await expect(read((await trailsOf(store, config)).audit)).rejects.toMatchObject({
      failure: { class: 'broken', code: 'AnswerIncomplete' },
    });
  });

  it('lack a workspace that the target does not name', async () => {
    const world = await World.start();
    const store = await world.as('me');
    const { log_analytics_workspace_id: _, ...config } = world.config();
    const { audit } = await trailsOf(store, config);
    expect(audit.lacks).toContain('log_analytics_workspace_id is not set');
  });
});

describe('the Activity Log', () => {
  it('tells who changed the vault, page by page, and nothing of imports', async () => {
    const world = await World.start({ pageSize: 1 });
    const store = await world.as('me');
    const config = world.config();
    await imports(store, config);
    const resourceId = world.monitor.resourceIdOf(world.vault);
    const operation = 'Microsoft.KeyVault/vaults/write';
    world.monitor.addActivity({ operation, resourceId, caller: 'eve@example.com', objectId: 'eve' });
    world.monitor.addActivity({ operation, resourceId, caller: 'app', status: 'Failed' });
    const { activity } = await trailsOf(store, config);
    const call = new CallDouble();
    const writes = await read(activity, call);
    expect(activity.covers).toBe('settings');
    expect(writes).toMatchObject([
      { principal: 'app', outcome: 'refused', errorCode: 'Forbidden' },
      { principal: 'eve', session: 'eve@example.com', operation, outcome: 'ok' },
    ]);
    expect(call.operations.filter((each) => each.includes('eventtypes'))).toHaveLength(4);
  });

  it('follows no link to another host with its token', async () => {
    const world = await World.start({ pageSize: 1 });
    const store = await world.as('me');
    const config = world.config();
    const resourceId = world.monitor.resourceIdOf(world.vault);
    world.monitor.addActivity({ operation: 'Microsoft.KeyVault/vaults/write', resourceId, caller: 'eve' });
    const place = await store.resolve({ config, targetId: 'web' });
    // The same server under another name, as the link of a hostile answer would lead there.
    const clients = await openClients(
      connectionOf(
        world.config({ endpoints: { management: world.monitor.url.replace('127.0.0.1', 'localhost') } }),
      ),
      {
        ...services,
        credentials: {
          get: () => ({
            getToken: async () => ({
              token: tokenOf('me', MANAGEMENT),
              expiresOnTimestamp: Date.now() + 3_600_000,
            }),
          }),
        },
      },
    );
    const elsewhere = new KeyVaultStore(clients);
    running.push(elsewhere);
    const [, activity] = elsewhere.writers({ place, config }).trails;
    if (!activity) throw new Error('there are two trails');
    await expect(read(activity)).rejects.toThrow('names another host for its next page');
    expect(world.monitor.requests.of('ActivityLogs')).toHaveLength(1);
  });
});

describe('an identity', () => {
  it('needs the audit role, and no more than it', async () => {
    const world = await World.start();
    // The role is made of the permissions, which its own tests hold to the shape.
    const role = azureAuditRole({ optional: true, config: world.config() }) as unknown as RoleDefinition;
    const store = await world.as('me', role);
    const config = world.config();
    await imports(store, config);
    const { audit, activity } = await trailsOf(store, config);
    world.monitor.settings.tables = 'both';
    expect(await read(audit)).toHaveLength(2);
    expect(await read(activity)).toEqual([]);
    const poor = await world.as('poor', { properties: { permissions: [{ actions: [] }] } });
    const refused = await trailsOf(poor, config);
    for (const [trail, operation] of [
      [refused.audit, 'Microsoft.OperationalInsights/workspaces/query/read'],
      [refused.activity, 'Microsoft.Insights/eventtypes/values/read'],
    ] as const) {
      await expect(read(trail)).rejects.toMatchObject({
        operation,
        failure: { class: 'refused', permission: true },
      });
    }
  });

  it('is throttled by the name of it, with the time to wait', async () => {
    const world = await World.start();
    const store = await world.as('me');
    const config = world.config();
    await imports(store, config);
    world.monitor.settings.rates = 0;
    await expect(read((await trailsOf(store, config)).audit)).rejects.toMatchObject({
      failure: { class: 'throttled', retryAfterMs: 1_000 },
    });
  });

  it('gets a token of Entra ID for each of the three, and each is sent to its own', async () => {
    const authority = await issueAuthority();
    const server = await issueLeaf(authority, { names: ['localhost', '127.0.0.1'] });
    const world = await World.start();
    const client = 'aaaaaaaa-0000-4000-8000-000000000001';
    const entra = await startFakeEntra({
      tls: { cert: server.certificatePem, key: server.privateKeyPem },
      vaults: [world.vault],
      monitors: [world.monitor],
      applications: [{ clientId: client, objectId: 'the-application', secrets: ['s3cret'] }],
    });
    running.push(entra);
    vi.stubEnv('WRITERS_TEST_SECRET', 's3cret');
    const config = world.config({
      credential_mode: 'client_secret',
      tenant_id: entra.tenant,
      client_id: client,
      client_secret: 'env:WRITERS_TEST_SECRET',
      authority_host: entra.url,
    });
    const clients = await openClients(connectionOf(config), {
      ...services,
      http: { ...services.http, caBundle: authority.certificatePem },
      credentials: { get: () => undefined },
    });
    const store = new KeyVaultStore(clients);
    running.push(store);
    await imports(store, config);
    const { writers, audit, activity } = await trailsOf(store, config);
    expect(await writers.self(new CallDouble())).toBe('the-application');
    expect(await read(audit)).toMatchObject([{ principal: 'the-application' }]);
    expect(await read(activity)).toEqual([]);
    expect(new Set(entra.issued.map(({ resource }) => resource))).toEqual(
      new Set(['https://vault.azure.net', MANAGEMENT, LOGS]),
    );
  });
});
