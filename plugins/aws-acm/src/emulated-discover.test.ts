import { issueMaterial } from '@certctl/certificate/issue';
import type { FakeAcm, IamPolicyDocument } from '@certctl/emulators';
import type { Discovered } from '@certctl/plugin-api';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AcmStore } from './acm-store.js';
import { CallDouble } from './call-double.fixture.js';
import { acmConfig, acmScope } from './config.js';
import { KEYS, openEmulated, REGION, startEmulator } from './emulated-store.fixture.js';
import { permissions } from './permissions.js';

type Issued = Awaited<ReturnType<typeof issueMaterial>>;

const DAY = 86_400_000;
const READS = ['ListCertificates', 'DescribeCertificate', 'GetCertificate', 'ListTagsForCertificate'];

let emulator: FakeAcm;
let store: AcmStore;
let ec: Issued;
let others: Issued[];

beforeAll(async () => {
  [ec, ...others] = await Promise.all([
    issueMaterial({ names: ['ec.example.com'] }),
    issueMaterial({ names: ['rsa.example.com'], keyAlgorithm: 'RSA-2048' }),
    issueMaterial({ names: ['p384.example.com'], keyAlgorithm: 'EC-P-384' }),
    issueMaterial({
      names: ['old.example.com'],
      notBefore: Date.now() - 90 * DAY,
      notAfter: Date.now() - DAY,
    }),
  ]);
});
afterEach(async () => {
  await store.close();
  await emulator.close();
});

async function start(options: Parameters<typeof startEmulator>[0] = {}) {
  emulator = await startEmulator(options);
  store = await openEmulated(emulator);
}

function seed({ leaf }: Issued, tags = {}, region = REGION): string {
  return emulator.seed({
    certificate: leaf.certificatePem,
    privateKey: leaf.privateKeyPem,
    chain: leaf.chainPem,
    tags,
    region,
  });
}

async function discovered(
  call = new CallDouble(),
  scope: object = { region: REGION },
): Promise<Discovered[]> {
  const all: Discovered[] = [];
  for await (const each of store.discover(acmScope.parse(scope), call)) all.push(each);
  return all;
}

/** Everything that a discovery reads, but for one action. */
function without(action: string): IamPolicyDocument {
  const Action = READS.filter((name) => name !== action).map((name) => `acm:${name}`);
  return { Statement: { Effect: 'Allow', Action, Resource: '*' } };
}

describe('discovering', () => {
  it('lists every certificate of the region once, page by page, of every key type and status', async () => {
    await start({ pageSize: 7 });
    const arns = [ec, ...others].flatMap((kind) => Array.from({ length: 15 }, () => seed(kind)));
    seed(ec, {}, 'eu-west-1');
    const all = await discovered();
    expect(all.map(({ place }) => place.address).toSorted()).toEqual(arns.toSorted());
    expect(emulator.requests.of('ListCertificates')).toHaveLength(9);
    expect(new Set(all.map(({ name }) => name))).toEqual(
      new Set(['ec', 'rsa', 'p384', 'old'].map((name) => `${name}.example.com`)),
    );
    expect(all.filter((each) => each.unusable ?? each.trouble ?? each.degraded)).toEqual([]);
  });

  it('gives of each what it holds, its tags and its uses, and the target that renews it', async () => {
    await start();
    const arn = seed(ec, { env: 'production' });
    emulator.use(arn, 'arn:aws:elasticloadbalancing:us-east-1:1:listener/x');
    const [found] = await discovered();
    expect(found).toEqual({
      place: { address: arn, reference: arn, scope: `123456789012/${REGION}` },
      name: 'ec.example.com',
      config: { region: REGION, certificate_arn: arn },
      held: {
        leaf: ec.leaf.facts.der,
        chain: ec.material.chain.map(({ der }) => der),
        revision: expect.stringMatching(/^\d{4}-/),
      },
      tags: { env: 'production' },
      usedBy: ['arn:aws:elasticloadbalancing:us-east-1:1:listener/x'],
    });
  });

  it('carries the connection into the target', async () => {
    const role = 'arn:aws:iam::222222222222:role/certctl';
    await start({ roles: [{ arn: role, externalId: 'from-us' }] });
    const connection = { role_arn: role, external_id: 'from-us' };
    store = await openEmulated(emulator, connection);
    emulator.seed({
      certificate: ec.leaf.certificatePem,
      privateKey: ec.leaf.privateKeyPem,
      account: '222222222222',
    });
    const [found] = await discovered(new CallDouble(), { region: REGION, ...connection });
    expect(found?.config).toMatchObject({ region: REGION, ...connection });
    expect(acmConfig.safeParse(found?.config).success).toBe(true);
  });

  it('writes nothing, and asks for nothing that is not declared for it', async () => {
    await start();
    for (const kind of [ec, ...others]) seed(kind);
    const call = new CallDouble();
    await discovered(call);
    expect(new Set(emulator.requests.all().map(({ operation }) => operation))).toEqual(new Set(READS));
    const declared = permissions.filter(({ effect, on }) => effect === 'read' && on.includes('discover'));
    expect(declared.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining([...new Set(call.operations)]),
    );
  });
});

describe('discovering with a permission missing', () => {
  it('is an error without acm:ListCertificates, which has a statement that grants it', async () => {
    await start({ accessKeys: [{ ...KEYS, allow: without('ListCertificates') }] });
    await expect(discovered()).rejects.toMatchObject({
      operation: 'acm:ListCertificates',
      failure: { class: 'refused', permission: true },
    });
    const list = permissions.find(({ operation }) => operation === 'acm:ListCertificates');
    expect(list).toMatchObject({
      on: ['discover'],
      grant: { Action: 'acm:ListCertificates', Resource: '*' },
    });
  });

  it.each(['DescribeCertificate', 'GetCertificate'])('shows the trouble without acm:%s', async (action) => {
    await start({ accessKeys: [{ ...KEYS, allow: without(action) }] });
    const arn = seed(ec);
    expect(await discovered()).toEqual([
      {
        place: expect.objectContaining({ address: arn }),
        name: 'ec.example.com',
        config: { region: REGION, certificate_arn: arn },
        held: {},
        trouble: expect.stringContaining(action),
      },
    ]);
  });

  it('goes on without acm:ListTagsForCertificate, and says so', async () => {
    await start({ accessKeys: [{ ...KEYS, allow: without('ListTagsForCertificate') }] });
    seed(ec, { env: 'production' });
    const [found] = await discovered();
    expect(found).toMatchObject({
      held: { leaf: ec.leaf.facts.der },
      degraded: ['acm:ListTagsForCertificate'],
    });
    expect(found).not.toHaveProperty('tags');
  });
});

describe('one certificate among many', () => {
  it('that cannot be read does not hide the others', async () => {
    await start();
    for (const kind of [ec, ...others]) seed(kind);
    emulator.faults.add({
      operation: 'GetCertificate',
      kind: 'error',
      name: 'InternalFailure',
      message: 'no',
      status: 500,
    });
    const all = await discovered();
    expect(all).toHaveLength(4);
    expect(all.filter(({ trouble }) => trouble !== undefined)).toHaveLength(1);
  });
});
