import { issueMaterial } from '@certctl/certificate/issue';
import type { FakeVault } from '@certctl/emulators';
import { type KeyAlgorithm, provenanceTags } from '@certctl/plugin-api';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallDouble } from './call-double.fixture.js';
import type { KeyVaultConfig } from './config.js';
import { configAt, openEmulated, startEmulator } from './emulated-store.fixture.js';
import type { KeyVaultStore } from './key-vault-store.js';

const TAGS = {
  ...provenanceTags({ certificateId: 'c', targetId: 'web', instance: 'here' }),
  env: 'production',
};

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

async function start(
  options: Parameters<typeof startEmulator>[0] = {},
  fields: Partial<KeyVaultConfig> = {},
) {
  emulator = await startEmulator(options);
  store = await openEmulated(emulator, fields);
  config = configAt(emulator, fields);
  return store.resolve({ config, targetId: 'web' });
}

const held = () => emulator.state.certificate('api-prod');
const seed = (fields: object = {}) =>
  emulator.seed({
    name: 'api-prod',
    certificate: first.leaf.certificatePem,
    privateKey: first.leaf.privateKeyPem,
    chain: first.leaf.chainPem,
    ...fields,
  });

describe('a name', () => {
  it('is absent, imported, and renewed as a new version with its tags', async () => {
    const place = await start();
    expect(place).toEqual({
      address: `${emulator.host}:${emulator.port}/api-prod`,
      reference: `${emulator.url}/secrets/api-prod`,
      scope: `${emulator.host}:${emulator.port}`,
    });
    const call = new CallDouble();
    expect(await store.inspect(place, call)).toEqual({ state: 'absent' });
    expect(await store.read(place, 'latest', call)).toBe('absent');

    const imported = await store.import(place, { config, material: first.material, tags: TAGS }, call);
    expect(imported).toEqual({ place, revision: held()?.latest.version });
    const before = await store.inspect(place, call);
    expect(before).toMatchObject({
      state: 'present',
      leaf: first.leaf.facts.der,
      tags: TAGS,
      revision: imported.revision,
      revisionReference: `${place.reference}/${imported.revision}`,
      status: 'enabled',
      attributes: {
        enabled: true,
        contentType: 'application/x-pkcs12',
        policy: { keyProperties: { exportable: true, keyType: 'EC', curve: 'P-256' } },
      },
    });
    expect(before).not.toHaveProperty('chain');
    expect(before).not.toHaveProperty('disabled');

    const again = await store.import(place, { config, material: renewed.material, tags: TAGS }, call);
    expect(again.revision).not.toBe(imported.revision);
    const { revision = '' } = again;
    const latest = await store.read(place, 'latest', call);
    expect(latest).toEqual(await store.read(place, { revision }, call));
    expect(latest).toMatchObject({ leaf: renewed.leaf.facts.der, revision });
    expect(await store.read(place, { revision: imported.revision ?? '' }, call)).toMatchObject({
      leaf: first.leaf.facts.der,
    });
    expect(await store.readTags(place, 'latest', call)).toEqual(TAGS);
    expect(held()?.versions.map(({ keyMatches, chain, tags }) => [keyMatches, chain.length, tags])).toEqual([
      [true, 1, TAGS],
      [true, 1, TAGS],
    ]);
  });

  it('is one place however it is spelled', async () => {
    const place = await start({}, { certificate_name: 'Api-Prod' });
    expect(place.address).toBe(`${emulator.host}:${emulator.port}/api-prod`);
    expect(place.reference).toBe(`${emulator.url}/secrets/Api-Prod`);
  });
});

describe('an import', () => {
  it.each<KeyAlgorithm>(['RSA-2048', 'EC-P-256', 'EC-P-384', 'EC-P-521'])(
    'sends %s as PKCS#12 and as PEM, in each encryption, and the key comes back',
    async (keyAlgorithm) => {
      const { leaf, material } = await issueMaterial({ keyAlgorithm });
      for (const form of [{ pfx_encryption: '3des' }, { content_type: 'pem' }, {}] as const) {
        const place = await start({}, form);
        const call = new CallDouble();
        await store.import(place, { config, material, tags: {} }, call);
        const now = held()?.latest;
        const pem = 'content_type' in form;
        expect(now?.contentType).toBe(pem ? 'application/x-pem-file' : 'application/x-pkcs12');
        expect(now?.importedAs).toMatchObject({ form: pem ? 'pem' : 'pfx' });
        expect(now?.leaf).toEqual(Buffer.from(leaf.facts.der));
        const back = await store.readKeyBack(place, undefined, call);
        expect(back?.privateKey.pem()).toBe(material.privateKey.pem());
        expect(back?.chain).toEqual(material.chain.map(({ der }) => der));
        await store.close();
        await emulator.close();
      }
      await start();
    },
  );

  it('keeps what the policy says beside the key, and makes it follow the target', async () => {
    const place = await start({}, { exportable: false });
    const lifetime = [{ trigger: { lifetime_percentage: 42 }, action: { action_type: 'EmailContacts' } }];
    seed({ policy: { key_props: { exportable: true, reuse_key: true }, lifetime_actions: lifetime } });
    const call = new CallDouble();
    const before = await store.inspect(place, call);
    const replaces = before.state === 'present' ? before.attributes : undefined;
    const request = { config, material: renewed.material, tags: {}, ...(replaces ? { replaces } : {}) };
    await store.import(place, request, call);
    const after = await store.inspect(place, call);
    expect(after).toMatchObject({
      attributes: {
        policy: {
          keyProperties: { exportable: false, reuseKey: true },
          lifetimeActions: [{ trigger: { lifetimePercentage: 42 }, action: { actionType: 'EmailContacts' } }],
          issuerParameters: { name: 'Unknown' },
        },
      },
    });
    expect(await store.readKeyBack(place, undefined, call)).toBeUndefined();
  });

  it('puts back what was there: policy, form and state exactly, as a new version', async () => {
    const place = await start();
    seed({
      tags: { owner: 'us' },
      enabled: false,
      contentType: 'application/x-pem-file',
      policy: {
        key_props: { exportable: false },
        secret_props: { contentType: 'application/x-pem-file' },
        lifetime_actions: [{ trigger: { days_before_expiry: 7 }, action: { action_type: 'EmailContacts' } }],
      },
    });
    const call = new CallDouble();
    const before = await store.inspect(place, call);
    if (before.state !== 'present' || !before.attributes || !before.tags) throw new Error('not there');
    await store.import(
      place,
      { config, material: renewed.material, tags: {}, replaces: before.attributes },
      call,
    );
    const changed = await store.inspect(place, call);
    expect(changed).toMatchObject({ attributes: { contentType: 'application/x-pkcs12', enabled: true } });
    const request = { config, material: first.material, tags: before.tags, attributes: before.attributes };
    await store.import(place, request, call);
    const after = await store.inspect(place, call);
    expect(after).toMatchObject({ leaf: before.leaf, tags: before.tags, disabled: true });
    const { lastEnabled: _, ...attributes } = before.attributes;
    expect(after).toMatchObject({ attributes });
    expect(held()?.versions).toHaveLength(3);
  });

  it('that nobody answers is broken, and the version is there', async () => {
    const place = await start();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    const importing = store.import(place, { config, material: first.material, tags: {} }, new CallDouble());
    await expect(importing).rejects.toMatchObject({ failure: { class: 'broken' } });
    expect(await store.read(place, 'latest', new CallDouble())).toMatchObject({ leaf: first.leaf.facts.der });
  });
});

describe('a disabled latest version', () => {
  it('is said to be disabled, with the one that was in service before it', async () => {
    const place = await start({ pageSize: 1, versionOrder: 'as-made' });
    const { version } = seed({ importedAt: Date.now() - 60_000 });
    seed({ importedAt: Date.now() - 120_000 });
    const latest = seed({ enabled: false });
    const call = new CallDouble();
    expect(await store.inspect(place, call)).toMatchObject({
      disabled: true,
      status: 'disabled',
      revision: latest.version,
      attributes: { enabled: false, lastEnabled: version },
    });
    expect(await store.read(place, 'latest', call)).toMatchObject({ disabled: true });
    expect(await store.readKeyBack(place, undefined, call)).toBeUndefined();
    expect(call.operations.filter((name) => name === 'certificates/listversions/read')).toHaveLength(3);
  });

  it('is what disabling makes of a version, and the tags stay', async () => {
    const place = await start();
    const { version } = seed({ tags: TAGS });
    await store.disable(place, version, new CallDouble());
    expect(held()?.latest).toMatchObject({ enabled: false, tags: TAGS });
  });
});

describe('a deleted name', () => {
  async function deleted(options: Parameters<typeof startEmulator>[0] = {}) {
    const place = await start(options);
    seed({ tags: TAGS });
    await store.redelete(place, new CallDouble());
    return place;
  }

  it('is told with what it was, how long it is kept, and which deletion it is', async () => {
    const place = await deleted({ retentionDays: 7 });
    const seen = await store.inspect(place, new CallDouble());
    expect(seen).toMatchObject({
      state: 'deleted',
      recoverable: true,
      purgeable: true,
      leaf: first.leaf.facts.der,
      tags: TAGS,
      until: expect.any(Number),
    });
    expect(await store.inspect(place, new CallDouble())).toEqual(seen);
    await store.undelete(place, new CallDouble());
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await store.redelete(place, new CallDouble());
    const later = await store.inspect(place, new CallDouble());
    expect(later.state === 'deleted' && seen.state === 'deleted' && later.deletion !== seen.deletion).toBe(
      true,
    );
  });

  it('under purge protection cannot be purged', async () => {
    const place = await deleted({ purgeProtection: true });
    expect(await store.inspect(place, new CallDouble())).toMatchObject({
      purgeable: false,
      recoverable: true,
    });
  });

  it('is not imported onto, and the error says what to do', async () => {
    const place = await deleted();
    const importing = store.import(place, { config, material: renewed.material, tags: {} }, new CallDouble());
    await expect(importing).rejects.toMatchObject({
      code: 'service_conflict',
      failure: { class: 'conflict', code: 'ObjectIsDeletedButRecoverable' },
      remedy: expect.stringContaining('--undelete'),
    });
    expect(held()?.status).toBe('deleted');
  });

  it('is recovered and can then be written, however long both take', async () => {
    const place = await deleted();
    emulator.settings.recoveringMs = 120;
    const sleeps: Promise<void>[] = [];
    const call = new (class extends CallDouble {
      override async wait(ms: number): Promise<void> {
        await super.wait(ms);
        sleeps.push(new Promise((resolve) => setTimeout(resolve, 20)));
        await sleeps.at(-1);
      }
    })();
    await store.undelete(place, call);
    expect(await store.read(place, 'latest', call)).toMatchObject({ leaf: first.leaf.facts.der });
    await store.import(place, { config, material: renewed.material, tags: {} }, call);
    expect(call.waits.length).toBeGreaterThan(0);
    expect(held()?.latest.leaf).toEqual(Buffer.from(renewed.leaf.facts.der));
    emulator.settings.deletingMs = 120;
    await store.redelete(place, call);
    expect(await store.inspect(place, call)).toMatchObject({ state: 'deleted', recoverable: true });
  });

  it('that is still being recovered is waited for, and not for ever', async () => {
    const place = await start();
    const recovering = { name: 'Conflict', inner: 'ObjectIsBeingRecovered', status: 409, message: 'wait' };
    const fault = { operation: 'ImportCertificate', kind: 'error', ...recovering } as const;
    emulator.faults.add({ ...fault, on: { times: 2 } });
    const call = new CallDouble();
    await store.import(place, { config, material: first.material, tags: {} }, call);
    expect(call.waits).toEqual([2_000, 2_000]);
    expect(held()?.versions).toHaveLength(1);
    emulator.faults.add({ ...fault, on: { every: 1 } });
    const importing = store.import(place, { config, material: first.material, tags: {} }, call);
    await expect(importing).rejects.toMatchObject({ failure: { code: 'ObjectIsBeingRecovered' } });
    expect(call.waits).toHaveLength(62);
  });

  it('is recovered once, when the answer to the first attempt was lost', async () => {
    const place = await deleted();
    emulator.faults.add({ operation: 'RecoverDeletedCertificate', kind: 'reset', when: 'after-effect' });
    await expect(store.undelete(place, new CallDouble())).rejects.toMatchObject({
      failure: { class: 'broken' },
    });
    await store.undelete(place, new CallDouble());
    expect(held()?.status).toBe('active');
  });
});

describe('a discovery', () => {
  it('finds every certificate, page by page, with what a target needs, and says which are no use', async () => {
    await start({ pageSize: 2, premium: true });
    for (const name of ['one', 'two', 'Three']) seed({ name, tags: { name } });
    seed({ name: 'gone' });
    seed({ name: 'own', policy: { issuer: { name: 'Self' } } });
    seed({
      name: 'in-pem',
      policy: { key_props: { exportable: false }, secret_props: { contentType: 'application/x-pem-file' } },
    });
    await store.redelete({ address: `${emulator.host}/gone`, scope: emulator.host }, new CallDouble());
    const call = new CallDouble();
    const found = [];
    for await (const each of store.discover({ vault_url: emulator.url }, call)) found.push(each);
    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(found.map(({ name, unusable }) => [name, unusable])).toEqual([
      ['Three', undefined],
      ['in-pem', undefined],
      ['one', undefined],
      ['own', 'the vault renews it itself (issuer Self)'],
      ['two', undefined],
    ]);
    expect(found[0]).toMatchObject({
      place: { address: `${emulator.host}:${emulator.port}/three` },
      config: { vault_url: emulator.url, certificate_name: 'Three', credential_mode: 'default' },
      held: { leaf: first.leaf.facts.der, revision: expect.stringMatching(/^[0-9a-f]{32}$/) },
      tags: { name: 'Three' },
    });
    expect(found[1]?.config).toMatchObject({ content_type: 'pem', exportable: false });
    expect(new Set(call.operations)).toEqual(new Set(['certificates/read']));
  });

  it('leaves out what was deleted since the list was read', async () => {
    await start();
    seed({ name: 'one' });
    const gone = { name: 'CertificateNotFound', status: 404, message: 'no' };
    emulator.faults.add({ operation: 'GetCertificate', kind: 'error', ...gone });
    const found = [];
    for await (const each of store.discover({ vault_url: emulator.url }, new CallDouble())) found.push(each);
    expect(found).toEqual([]);
  });

  it('goes on past one that cannot be read', async () => {
    await start();
    for (const name of ['one', 'two']) seed({ name });
    emulator.faults.add({ operation: 'GetCertificate', kind: 'html', status: 502 });
    const found = [];
    for await (const each of store.discover({ vault_url: emulator.url }, new CallDouble())) found.push(each);
    expect(found.map(({ trouble }) => trouble).toSorted()).toEqual([
      expect.stringContaining('502'),
      undefined,
    ]);
  });
});
