import { issueMaterial } from '@certctl/certificate/issue';
import { type FakeAcm, type IamPolicyDocument, startFakeCloudTrail } from '@certctl/emulators';
import { type JsonObject, provenanceTags } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import type { AcmStore } from './acm-store.js';
import { CallDouble } from './call-double.fixture.js';
import { allWrites, CONFIG, KEYS, openEmulated, REGION, startEmulator } from './emulated-store.fixture.js';
import { iamPolicy } from './iam-policy.js';
import { permissions } from './permissions.js';
import { placeOf } from './place.js';

const PROVENANCE = { certificateId: 'c', targetId: 'web', instance: 'here' };
const TAGS = provenanceTags(PROVENANCE);

let emulator: FakeAcm;
let store: AcmStore;
afterEach(async () => {
  await store.close();
  await emulator.close();
});

/** The emulator evaluates no conditions; without them a statement allows more, never less. */
function withoutConditions(policy: JsonObject): IamPolicyDocument {
  // iamPolicy makes a list of statements, which its own tests hold it to.
  const statements = policy.Statement as unknown as IamPolicyDocument['Statement'] & readonly JsonObject[];
  return {
    Statement: statements.map(({ Condition: _, ...statement }) => statement),
  } as unknown as IamPolicyDocument;
}

async function startWith(policy: JsonObject) {
  emulator = await startEmulator({ accessKeys: [{ ...KEYS, allow: withoutConditions(policy) }] });
  store = await openEmulated(emulator);
}

describe('the policy that is printed', () => {
  it('is enough for every move of an unpinned target', async () => {
    await startWith(iamPolicy({ config: { region: REGION }, optional: true }));
    const call = new CallDouble();
    const [first, renewed] = [await issueMaterial(), await issueMaterial()];
    const fresh = await store.resolve({ config: CONFIG, targetId: 'web' }, call);
    const { place } = await store.import(fresh, { material: first.material, tags: TAGS }, call);
    await store.find(CONFIG, { by: 'provenance', provenance: PROVENANCE }, call);
    await store.find(
      CONFIG,
      { by: 'leaf', leaf: renewed.leaf.facts, since: 0, provenance: PROVENANCE },
      call,
    );
    await store.inspect(place, call);
    await store.import(place, { material: renewed.material, tags: TAGS }, call);
    await store.tag(place, { set: { a: 'b' }, remove: ['a'] }, call);
    await store.readTags(place, 'latest', call);
    await store.remove(place, call);
    const trail = await startFakeCloudTrail({ acm: emulator });
    const auditing = await openEmulated(emulator, {
      endpoints: { acm: emulator.url, sts: emulator.url, cloudtrail: trail.url },
    });
    const writes = await allWrites(auditing.writers({ place }), call);
    await auditing.close();
    await trail.close();
    expect(writes.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    const declared = permissions
      .map(({ operation }) => operation)
      .filter((name) => name !== 'sts:AssumeRole');
    expect([...new Set(call.operations)].toSorted()).toEqual(declared.toSorted());
    expect(emulator.requests.all().filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('for a pinned target is enough for it, and for no other certificate', async () => {
    const { leaf } = await issueMaterial();
    await startWith({ Statement: [] });
    const seed = () => emulator.seed({ certificate: leaf.certificatePem, privateKey: leaf.privateKeyPem });
    const [mine, other] = [seed(), seed()];
    const policy = iamPolicy({ config: { region: REGION, certificate_arn: mine }, optional: true });
    const keys = { accessKeyId: 'AKIAPINNED', secretAccessKey: 'secret-for-tests' };
    emulator.addAccessKey({ ...keys, allow: withoutConditions(policy) });
    store = await openEmulated(emulator, {}, keys);
    const { material } = await issueMaterial();
    const call = new CallDouble();
    expect(await store.inspect(placeOf(mine), call)).toMatchObject({ state: 'present', tags: {} });
    await store.import(placeOf(mine), { material, tags: TAGS }, call);
    await store.tag(placeOf(mine), { set: TAGS, remove: ['x'] }, call);
    for (const attempt of [
      store.inspect(placeOf(other), call),
      store.import(placeOf(other), { material, tags: {} }, call),
      store.remove(placeOf(mine), call),
    ]) {
      await expect(attempt).rejects.toMatchObject({ failure: { permission: true } });
    }
  });
});
