import { issueMaterial } from '@certctl/certificate/issue';
import type { FakeAcm } from '@certctl/emulators';
import { type Place, provenanceTags, type Tags } from '@certctl/plugin-api';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AcmStore } from './acm-store.js';
import { CallDouble } from './call-double.fixture.js';
import { CONFIG, KEYS, openEmulated, REGION, startEmulator } from './emulated-store.fixture.js';

const PROVENANCE = { certificateId: 'c', targetId: 'web', instance: 'here' };
const TAGS = { ...provenanceTags(PROVENANCE), env: 'production' };

let emulator: FakeAcm;
let store: AcmStore;
let first: Awaited<ReturnType<typeof issueMaterial>>;
let renewed: Awaited<ReturnType<typeof issueMaterial>>;

beforeAll(async () => {
  [first, renewed] = await Promise.all([issueMaterial(), issueMaterial()]);
});
afterEach(async () => {
  await store.close();
  await emulator.close();
});

async function start(options: Parameters<typeof startEmulator>[0] = {}) {
  emulator = await startEmulator(options);
  store = await openEmulated(emulator);
}

const resolve = () => store.resolve({ config: CONFIG, targetId: 'web' }, new CallDouble());
const byProvenance = (call = new CallDouble()) =>
  store.find(CONFIG, { by: 'provenance', provenance: PROVENANCE }, call);
const byLeaf = (since = Date.now() - 1_000, call = new CallDouble()) =>
  store.find(CONFIG, { by: 'leaf', leaf: first.leaf.facts, since, provenance: PROVENANCE }, call);

async function importFirst(tags: Tags = TAGS): Promise<Place> {
  const { place } = await store.import(await resolve(), { material: first.material, tags }, new CallDouble());
  return place;
}

describe('a target without an ARN', () => {
  it('imports once, is found by its tags, and is renewed in place with its tags kept', async () => {
    await start();
    const place = await importFirst();
    expect(place.reference).toMatch(/^arn:aws:acm:us-east-1:123456789012:certificate\//);

    const found = await byProvenance();
    expect(found).toMatchObject({
      complete: true,
      matches: [{ place, pin: `certificate_arn: ${place.address}` }],
    });

    const before = await store.inspect(place, new CallDouble());
    expect(before).toMatchObject({ state: 'present', leaf: first.leaf.facts.der, tags: TAGS, usedBy: [] });

    const again = await store.import(place, { material: renewed.material, tags: TAGS }, new CallDouble());
    expect(again.place).toEqual(place);
    expect(await store.read(place, 'latest', new CallDouble())).toEqual({
      leaf: renewed.leaf.facts.der,
      chain: renewed.material.chain.map(({ der }) => der),
    });
    const [held, ...others] = emulator.state.certificates();
    expect(others).toEqual([]);
    expect(held?.tags).toEqual(TAGS);
    expect(held?.imports.map(({ serial }) => serial)).toEqual(
      [first, renewed].map(({ leaf }) => leaf.facts.serial),
    );
  });

  it('gets its tags back where a re-import loses them', async () => {
    await start({ tagsOnReimport: 'lose' });
    const place = await importFirst();
    await store.import(place, { material: renewed.material, tags: TAGS }, new CallDouble());
    expect(await store.readTags(place, 'latest', new CallDouble())).toEqual({});
    await store.tag(place, { set: TAGS, remove: [] }, new CallDouble());
    await store.tag(place, { set: {}, remove: ['env'] }, new CallDouble());
    const { env: _, ...rest } = TAGS;
    expect(await store.readTags(place, 'latest', new CallDouble())).toEqual(rest);
  });

  it('finds all that carry its tags, page by page, with what each is used by, and nobody else’s', async () => {
    await start({ pageSize: 1 });
    const seed = (tags: Tags) =>
      emulator.seed({ certificate: first.leaf.certificatePem, privateKey: first.leaf.privateKeyPem, tags });
    const [one, two] = [seed(TAGS), seed(TAGS)];
    seed({ ...TAGS, 'certctl-instance': 'elsewhere' });
    seed({});
    emulator.use(two, 'arn:aws:elasticloadbalancing:us-east-1:1:listener/x');
    const { matches } = await byProvenance();
    expect(matches.map(({ place, usedBy }) => [place.address, usedBy])).toEqual([
      [one, []],
      [two, ['arn:aws:elasticloadbalancing:us-east-1:1:listener/x']],
    ]);
  });

  it('removes what it imported, unless something uses it', async () => {
    await start();
    const place = await importFirst();
    emulator.use(place.address, 'arn:listener');
    await expect(store.remove(place, new CallDouble())).rejects.toMatchObject({
      failure: { class: 'conflict', code: 'ResourceInUseException' },
    });
    emulator.settings.inUseGrace = 0;
    emulator.release(place.address, 'arn:listener');
    await store.remove(place, new CallDouble());
    expect(await store.inspect(place, new CallDouble())).toEqual({ state: 'absent' });
    expect(await store.read(place, 'latest', new CallDouble())).toBe('absent');
  });
});

describe('an import whose answer was lost', () => {
  async function lose() {
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    const importing = store.import(
      await resolve(),
      { material: first.material, tags: TAGS },
      new CallDouble(),
    );
    await expect(importing).rejects.toMatchObject({ failure: { class: 'broken' } });
    return emulator.state.certificates()[0]?.arn;
  }

  it('is found by its serial', async () => {
    await start();
    const arn = await lose();
    const call = new CallDouble();
    expect((await byLeaf(undefined, call)).matches.map(({ place }) => place.address)).toEqual([arn]);
    expect(call.operations).not.toContain('acm:ListCertificates');
  });

  it('is found in the list while the search lags behind', async () => {
    await start({ searchLag: 60_000, pageSize: 1 });
    const arn = await lose();
    const call = new CallDouble();
    expect((await byLeaf(undefined, call)).matches.map(({ place }) => place.address)).toEqual([arn]);
    expect(call.operations).toContain('acm:ListCertificates');
  });

  it('is not mistaken for an older import of the same leaf', async () => {
    await start();
    emulator.seed({
      certificate: first.leaf.certificatePem,
      privateKey: first.leaf.privateKeyPem,
      importedAt: Date.now() - 3_600_000,
    });
    expect(await byLeaf()).toEqual({ matches: [], complete: true });
  });
});

describe('with the policy of the runbook and nothing more', () => {
  const allow = {
    Statement: {
      Effect: 'Allow' as const,
      Action: [
        'ImportCertificate',
        'GetCertificate',
        'DescribeCertificate',
        'ListCertificates',
        'AddTagsToCertificate',
      ].map((action) => `acm:${action}`),
      Resource: `arn:aws:acm:${REGION}:*:certificate/*`,
    },
  };

  it('imports, inspects, tags and renews, and says what it could not see', async () => {
    await start({ accessKeys: [{ ...KEYS, allow }] });
    expect(await byProvenance()).toMatchObject({ matches: [], complete: false });
    const place = await importFirst();
    expect(await store.inspect(place, new CallDouble())).toMatchObject({
      state: 'present',
      degraded: ['acm:ListTagsForCertificate'],
    });
    await store.import(place, { material: renewed.material, tags: TAGS }, new CallDouble());
    await store.tag(place, { set: TAGS, remove: [] }, new CallDouble());
    expect(await store.read(place, 'latest', new CallDouble())).toMatchObject({
      leaf: renewed.leaf.facts.der,
    });
    expect(emulator.state.certificates()[0]?.tags).toEqual(TAGS);
  });
});

describe('a role in another account', () => {
  const ROLE = 'arn:aws:iam::222222222222:role/certctl';

  it('is assumed with its external id, and everything is done there', async () => {
    await start({ roles: [{ arn: ROLE, externalId: 'from-us' }] });
    store = await openEmulated(emulator, { role_arn: ROLE, external_id: 'from-us' });
    const place = await importFirst();
    expect(place.scope).toBe('222222222222/us-east-1');
    expect(emulator.state.certificates()[0]?.imports[0]?.principal).toMatch(
      /^arn:aws:sts::222222222222:assumed-role\/certctl\/certctl-/,
    );
  });

  it('is refused without it, as a missing permission', async () => {
    await start({ roles: [{ arn: ROLE, externalId: 'from-us' }] });
    store = await openEmulated(emulator, { role_arn: ROLE });
    await expect(resolve()).rejects.toMatchObject({
      operation: 'sts:AssumeRole',
      failure: { class: 'refused', permission: true },
    });
  });
});

it('is refused with a wrong secret, and not for want of a permission', async () => {
  await start();
  store = await openEmulated(emulator, {}, { ...KEYS, secretAccessKey: 'wrong' });
  await expect(resolve()).rejects.toMatchObject({
    failure: { class: 'refused', code: 'SignatureDoesNotMatch' },
  });
  await expect(resolve()).rejects.not.toMatchObject({ failure: { permission: true } });
});
