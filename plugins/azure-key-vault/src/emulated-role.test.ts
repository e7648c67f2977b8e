import { issueMaterial } from '@certctl/certificate/issue';
import type { FakeVault } from '@certctl/emulators';
import type { JsonObject } from '@certctl/plugin-api';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { azureRole } from './azure-role.js';
import { CallDouble, TOKEN } from './call-double.fixture.js';
import type { KeyVaultConfig } from './config.js';
import { configAt, openEmulated, startEmulator } from './emulated-store.fixture.js';
import type { KeyVaultStore } from './key-vault-store.js';
import { OPERATION } from './operations.js';
import { permissions } from './permissions.js';

/** The role of the runbook, as it prints it. */
const RUNBOOK = [
  'Microsoft.KeyVault/vaults/certificates/import/action',
  'Microsoft.KeyVault/vaults/certificates/read',
  'Microsoft.KeyVault/vaults/certificates/listversions/read',
];

let emulator: FakeVault;
let store: KeyVaultStore;
let config: KeyVaultConfig;
let first: Awaited<ReturnType<typeof issueMaterial>>;
let renewed: Awaited<ReturnType<typeof issueMaterial>>;

beforeAll(async () => {
  [first, renewed] = await Promise.all([issueMaterial(), issueMaterial()]);
});
afterEach(async () => {
  await store.close();
  await emulator.close();
});

function roleOf(dataActions: readonly string[]) {
  return { properties: { permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }] } };
}

function dataActionsOf(role: JsonObject): readonly string[] {
  // JSON whose shape the assertions of the tests check.
  const properties = role.properties as { permissions: [{ dataActions: readonly string[] }] };
  return properties.permissions[0].dataActions;
}

/** A vault with one certificate, and a store that may do no more than the data actions. */
async function startWith(dataActions: readonly string[], seeded: object | false = {}) {
  emulator = await startEmulator({ principals: [{ token: TOKEN, allow: roleOf(dataActions) }] });
  if (seeded !== false) {
    const { certificatePem, privateKeyPem } = first.leaf;
    emulator.seed({
      name: 'api-prod',
      certificate: certificatePem,
      privateKey: privateKeyPem,
      ...seeded,
    });
  }
  store = await openEmulated(emulator);
  config = configAt(emulator);
  return store.resolve({ config, targetId: 'web' });
}

describe('the role of the runbook', () => {
  it('is enough for a first deploy, a renewal and its way back', async () => {
    const place = await startWith(RUNBOOK, false);
    const call = new CallDouble();
    expect(await store.inspect(place, call)).toEqual({ state: 'absent' });
    await store.import(place, { config, material: first.material, tags: { a: 'b' } }, call);
    const before = await store.inspect(place, call);
    if (before.state !== 'present' || !before.attributes) throw new Error('not there');
    const { attributes, tags = {} } = before;
    const { revision = '' } = await store.import(
      place,
      { config, material: renewed.material, tags, replaces: attributes },
      call,
    );
    expect(await store.read(place, { revision }, call)).toMatchObject({ leaf: renewed.leaf.facts.der });
    await store.import(place, { config, material: first.material, tags, attributes }, call);
    expect(await store.read(place, 'latest', call)).toMatchObject({ leaf: first.leaf.facts.der });
    expect(await store.readTags(place, 'latest', call)).toEqual({ a: 'b' });
    expect(emulator.requests.all().filter(({ status }) => status === 403)).toEqual([]);
  });

  it('is enough to see which version was in service before a disabled one', async () => {
    const place = await startWith(RUNBOOK, { enabled: false });
    expect(await store.inspect(place, new CallDouble())).toMatchObject({ disabled: true });
  });
});

describe('the role with the optional permissions', () => {
  it('is enough for every move, and every data action in it is used', async () => {
    const role = dataActionsOf(azureRole({ optional: true }));
    const place = await startWith(role);
    const call = new CallDouble();
    await store.readKeyBack(place, undefined, call);
    const { revision = '' } = await store.import(
      place,
      { config, material: renewed.material, tags: {} },
      call,
    );
    await store.disable(place, revision, call);
    await store.inspect(place, call);
    await store.redelete(place, call);
    await store.inspect(place, call);
    await store.undelete(place, call);
    for await (const _ of store.discover({ vault_url: emulator.url }, call));
    // Those of the audit are of the control plane, and of a role of their own.
    const declared = permissions
      .filter(({ grant }) => grant === undefined || grant.dataActions !== undefined)
      .map(({ operation }) => operation.replace('Microsoft.KeyVault/vaults/', ''));
    expect([...new Set(call.operations)].toSorted()).toEqual(declared.toSorted());
    expect(emulator.requests.all().filter(({ status }) => status === 403)).toEqual([]);
  });
});

describe('without one permission', () => {
  const all = permissions
    .filter(({ grant }) => grant?.dataActions !== undefined)
    .map(({ operation }) => operation);
  const without = (operation: string) => all.filter((each) => each !== operation);

  it.each<[string, (place: Awaited<ReturnType<typeof startWith>>) => Promise<unknown>]>([
    [
      OPERATION.import,
      (place) => store.import(place, { config, material: renewed.material, tags: {} }, new CallDouble()),
    ],
    [OPERATION.read, (place) => store.inspect(place, new CallDouble())],
    [OPERATION.update, (place) => disableLatest(place)],
    [OPERATION.getSecret, (place) => store.readKeyBack(place, undefined, new CallDouble())],
    [OPERATION.delete, (place) => store.redelete(place, new CallDouble())],
  ])('%s, its move is refused for want of it and changes nothing', async (operation, move) => {
    const place = await startWith(without(operation));
    const before = JSON.stringify(emulator.state);
    await expect(move(place)).rejects.toMatchObject({
      code: 'service_refused',
      operation,
      failure: { class: 'refused', permission: true, code: 'ForbiddenByRbac' },
    });
    expect(JSON.stringify(emulator.state)).toBe(before);
  });

  it('recover, a deleted name stays deleted', async () => {
    const place = await startWith(without(OPERATION.recover));
    await store.redelete(place, new CallDouble());
    await expect(store.undelete(place, new CallDouble())).rejects.toMatchObject({
      failure: { permission: true },
    });
    expect(emulator.state.certificate('api-prod')?.status).toBe('deleted');
  });

  async function disableLatest(place: Awaited<ReturnType<typeof startWith>>) {
    const version = emulator.state.certificate('api-prod')?.latest.version ?? '';
    await store.disable(place, version, new CallDouble());
  }
});

describe('a list', () => {
  const listing = async () => {
    for await (const _ of store.discover({ vault_url: emulator.url }, new CallDouble()));
  };

  it('that may not be read is refused for want of the permission, in the words of the vault', async () => {
    await startWith([]);
    await expect(listing()).rejects.toMatchObject({
      operation: OPERATION.read,
      message: expect.stringContaining('not authorized to perform action'),
      failure: { class: 'refused', permission: true, code: 'ForbiddenByRbac' },
    });
  });

  it('from behind a firewall is no missing permission, and a page of a proxy no answer at all', async () => {
    await startWith(RUNBOOK);
    emulator.settings.firewall = true;
    const error = await listing().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { class: 'refused', code: 'ForbiddenByFirewall' } });
    expect(error).not.toMatchObject({ failure: { permission: true } });
    emulator.settings.firewall = false;
    emulator.faults.add({ operation: 'GetCertificates', kind: 'html', status: 403 });
    await expect(listing()).rejects.toMatchObject({ failure: { class: 'broken', status: 403 } });
  });
});

describe('a refusal to show deleted certificates', () => {
  it('leaves the name absent, as the vault has said, with a warning', async () => {
    const place = await startWith(RUNBOOK, false);
    const inner = { inner: 'ForbiddenByRbac', name: 'Forbidden', status: 403, message: 'no' } as const;
    emulator.faults.add({ operation: 'GetDeletedCertificate', kind: 'error', ...inner });
    const call = new CallDouble();
    expect(await store.inspect(place, call)).toEqual({
      state: 'absent',
      degraded: [expect.stringContaining('Microsoft.KeyVault/')],
    });
    expect(call.warnings).toHaveLength(1);
  });

  it.each([
    { kind: 'error', name: 'Forbidden', inner: 'ForbiddenByFirewall', status: 403, message: 'no' },
    { kind: 'html', status: 403 },
    { kind: 'status', status: 503 },
  ] as const)('is no more than that: %j is an error', async (fault) => {
    const place = await startWith(RUNBOOK, false);
    emulator.faults.add({ operation: 'GetDeletedCertificate', ...fault });
    await expect(store.inspect(place, new CallDouble())).rejects.toMatchObject({ name: 'CertctlError' });
  });
});

describe('what the vault answers besides', () => {
  it.each([
    [{ kind: 'html' }, { class: 'broken' }],
    [
      { kind: 'html', status: 403 },
      { class: 'broken', status: 403 },
    ],
    [
      { kind: 'html', status: 404 },
      { class: 'broken', status: 404 },
    ],
    [{ kind: 'status', status: 404 }, { class: 'broken' }],
    [
      { kind: 'status', status: 429, retryAfter: 3 },
      { class: 'throttled', retryAfterMs: 3_000 },
    ],
    [
      { kind: 'status', status: 503 },
      { class: 'broken', status: 503 },
    ],
    [{ kind: 'throttle' }, { class: 'throttled', status: 429 }],
    [{ kind: 'reset' }, { class: 'broken', code: 'ECONNRESET' }],
    [{ kind: 'truncated' }, { class: 'broken' }],
  ] as const)('%j is never absent, and its body in no message', async (fault, expected) => {
    const place = await startWith(RUNBOOK);
    emulator.faults.add({ operation: 'GetCertificate', ...fault });
    const error = await store.inspect(place, new CallDouble()).then(
      () => undefined,
      (thrown: { message: string; failure: object }) => thrown,
    );
    expect(error?.failure).toMatchObject(expected);
    expect(error?.message).not.toMatch(/intercepted|<|\n/);
    expect(error?.message.length).toBeLessThan(120);
  });

  it('from behind its firewall is no missing permission', async () => {
    const place = await startWith(RUNBOOK);
    emulator.settings.firewall = true;
    const error = await store.inspect(place, new CallDouble()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      failure: { class: 'refused', code: 'ForbiddenByFirewall' },
      remedy: expect.stringContaining('firewall'),
    });
    expect(error).not.toMatchObject({ failure: { permission: true } });
  });

  it('to a token that it does not know is refused, and not for want of a permission', async () => {
    const place = await startWith(RUNBOOK);
    await store.close();
    store = await openEmulated(emulator, {}, 'another');
    const error = await store.inspect(place, new CallDouble()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { class: 'refused', status: 401 } });
    expect(error).not.toMatchObject({ failure: { permission: true } });
  });

  it('to sixteen tags is a refusal of the vault', async () => {
    const place = await startWith(RUNBOOK);
    const tags = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`t${at}`, '']));
    const importing = store.import(place, { config, material: renewed.material, tags }, new CallDouble());
    await expect(importing).rejects.toMatchObject({ failure: { class: 'refused', status: 400 } });
  });
});
