import { issueMaterial } from '@certctl/certificate/issue';
import {
  type FakeAcm,
  type FakeAcmOptions,
  type FakeCloudTrail,
  startFakeCloudTrail,
} from '@certctl/emulators';
import type { Call, Place, Writers } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import type { AcmStore } from './acm-store.js';
import { CallDouble } from './call-double.fixture.js';
import { allWrites, CONFIG, KEYS, openEmulated, startEmulator } from './emulated-store.fixture.js';

const STRANGER = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'another-secret' };
const ACCOUNT = '123456789012';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.close();
});

interface World {
  readonly emulator: FakeAcm;
  readonly trail: FakeCloudTrail;
  readonly store: AcmStore;
  readonly place: Place;
  readonly writers: Writers;
  as(keys: typeof KEYS): Promise<AcmStore>;
}

/** A certificate that was imported once, by us. */
async function start(options: FakeAcmOptions = {}): Promise<World> {
  const emulator = await startEmulator({ accessKeys: [KEYS, STRANGER], ...options });
  const trail = await startFakeCloudTrail({ acm: emulator, sigv4: 'check' });
  const endpoints = { acm: emulator.url, sts: emulator.url, cloudtrail: trail.url };
  const as = async (keys: typeof KEYS) => {
    const store = await openEmulated(emulator, { endpoints }, keys);
    running.push(store);
    return store;
  };
  running.push(emulator, trail);
  const store = await as(KEYS);
  const fresh = await store.resolve({ config: CONFIG, targetId: 'web' }, new CallDouble());
  const { material } = await issueMaterial();
  const { place } = await store.import(fresh, { material, tags: {} }, new CallDouble());
  return { emulator, trail, store, place, writers: store.writers({ place }), as };
}

const read = (writers: Writers, call: Call = new CallDouble()) => allWrites(writers, call);

describe('the event history', () => {
  it('tells who imported, under which request, from where and with what', async () => {
    const { emulator, writers, place, as } = await start();
    const stranger = await as(STRANGER);
    const { material } = await issueMaterial();
    await stranger.import(place, { material, tags: {} }, new CallDouble());
    await stranger.tag(place, { set: { a: 'b' }, remove: [] }, new CallDouble());
    const [first, again] = emulator.requests.of('ImportCertificate');
    const writes = await read(writers);
    expect(await writers.self(new CallDouble())).toBe(`arn:aws:iam::${ACCOUNT}:user/AKIAPLUGIN`);
    expect(writes).toHaveLength(3);
    expect(writes.find(({ requestId }) => requestId === first?.requestId)).toMatchObject({
      principal: `arn:aws:iam::${ACCOUNT}:user/AKIAPLUGIN`,
      operation: 'ImportCertificate',
      userAgent: expect.stringContaining('certctl/'),
      sourceAddress: '127.0.0.1',
      outcome: 'ok',
      change: 'the certificate and its private key',
    });
    expect(writes.find(({ requestId }) => requestId === again?.requestId)).toMatchObject({
      principal: `arn:aws:iam::${ACCOUNT}:user/AKIASTRANGER`,
    });
    expect(writes.at(-1)).toMatchObject({ operation: 'AddTagsToCertificate', change: 'its tags' });
  });

  it('says nothing of other certificates, and nothing of reads', async () => {
    const { store, writers } = await start();
    const other = await store.resolve({ config: CONFIG, targetId: 'other' }, new CallDouble());
    const { material } = await issueMaterial();
    await store.import(other, { material, tags: {} }, new CallDouble());
    expect(await read(writers)).toHaveLength(1);
  });

  it('tells what was refused as refused, and what was done and not answered as done', async () => {
    const { emulator, writers, place, as } = await start();
    const stranger = await as(STRANGER);
    emulator.addAccessKey({
      ...STRANGER,
      allow: { Statement: { Effect: 'Allow', Action: 'acm:Describe*', Resource: '*' } },
    });
    const { material } = await issueMaterial();
    await expect(stranger.import(place, { material, tags: {} }, new CallDouble())).rejects.toMatchObject({
      failure: { permission: true },
    });
    const refused = (await read(writers)).filter(({ outcome }) => outcome === 'refused');
    expect(refused).toMatchObject([
      { errorCode: 'AccessDenied', principal: expect.stringContaining('STRANGER') },
    ]);
    emulator.faults.add({ operation: 'DeleteCertificate', kind: 'reset', when: 'after-effect' });
    const store = await as(KEYS);
    await expect(store.remove(place, new CallDouble())).rejects.toMatchObject({
      failure: { class: 'broken' },
    });
    const gone = (await read(writers)).filter(({ operation }) => operation === 'DeleteCertificate');
    expect(gone).toMatchObject([{ outcome: 'ok' }]);
  });

  it('is read page by page to its end', async () => {
    const { store, trail, writers, place } = await start();
    trail.settings.pageSize = 2;
    for (const value of ['1', '2', '3', '4', '5']) {
      await store.tag(place, { set: { value }, remove: [] }, new CallDouble());
    }
    const call = new CallDouble();
    expect(await read(writers, call)).toHaveLength(6);
    // One for each operation, and two more for the pages of tags.
    expect(call.operations.filter((each) => each === 'cloudtrail:LookupEvents')).toHaveLength(5 + 2);
  });

  it('is without what has not arrived yet', async () => {
    const { trail, writers } = await start();
    trail.settings.lag = 60_000;
    expect(await read(writers)).toEqual([]);
  });

  it('is refused, throttled and unreadable by the names of these', async () => {
    const { emulator, trail, writers } = await start();
    trail.faults.add({ operation: 'LookupEvents', kind: 'throttle' });
    await expect(read(writers)).rejects.toMatchObject({ failure: { class: 'throttled' } });
    trail.faults.add({ operation: 'LookupEvents', kind: 'truncated' });
    await expect(read(writers)).rejects.toMatchObject({ failure: { class: 'broken' } });
    emulator.addAccessKey({
      ...KEYS,
      allow: { Statement: { Effect: 'Allow', Action: 'acm:*', Resource: '*' } },
    });
    await expect(read(writers)).rejects.toMatchObject({
      operation: 'cloudtrail:LookupEvents',
      failure: { class: 'refused', permission: true },
    });
  });
});

describe('our own identity', () => {
  it('is the role that was assumed, whatever its session', async () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/deployer`;
    const { emulator, trail, place } = await start({ roles: [{ arn: role }] });
    const endpoints = { acm: emulator.url, sts: emulator.url, cloudtrail: trail.url };
    const store = await openEmulated(emulator, { endpoints, role_arn: role });
    running.push(store);
    await store.tag(place, { set: { a: 'b' }, remove: [] }, new CallDouble());
    const writers = store.writers({ place });
    const self = await writers.self(new CallDouble());
    const [write] = (await read(writers)).filter(({ operation }) => operation === 'AddTagsToCertificate');
    expect(self).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/deployer`);
    expect(write).toMatchObject({ principal: self, session: expect.stringMatching(/^certctl-/) });
  });
});

describe('a target without a certificate', () => {
  it('has nobody to look for yet', async () => {
    const { store } = await start();
    const place = await store.resolve({ config: CONFIG, targetId: 'fresh' }, new CallDouble());
    expect(store.writers({ place }).trails).toMatchObject([
      { lacks: 'nothing has been imported for the target yet' },
    ]);
  });
});
