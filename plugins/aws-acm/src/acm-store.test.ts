import {
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  type ImportCertificateCommandInput,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
} from '@aws-sdk/client-acm';
import { issueMaterial } from '@certctl/certificate/issue';
import { isPermissionMissing } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { CallDouble } from './call-double.fixture.js';
import { mocks, openMocked, serviceError } from './mocked-store.fixture.js';
import { placeOf } from './place.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const HELD = placeOf(ARN);
const FRESH = { address: '123456789012/us-east-1/web', scope: '123456789012/us-east-1' };
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

afterEach(() => mocks.reset());

/** What went over, copied before the key in it is zeroed. */
function recordImports(): ImportCertificateCommandInput[] {
  const sent: ImportCertificateCommandInput[] = [];
  mocks.acm.on(ImportCertificateCommand).callsFake((input: ImportCertificateCommandInput) => {
    sent.push(structuredClone(input));
    return { CertificateArn: ARN };
  });
  return sent;
}

describe('import', () => {
  it('sends a first certificate with its chain and tags and answers with its ARN', async () => {
    const sent = recordImports();
    const { leaf, material } = await issueMaterial();
    const imported = await (await openMocked()).import(
      FRESH,
      { material, tags: { a: 'b' } },
      new CallDouble(),
    );
    expect(imported).toEqual({ place: HELD });
    expect(sent).toHaveLength(1);
    expect(Object.keys(sent[0] ?? {})).toEqual(['Certificate', 'PrivateKey', 'CertificateChain', 'Tags']);
    expect(text(sent[0]?.Certificate)).toBe(leaf.facts.pem);
    expect(text(sent[0]?.PrivateKey)).toBe(material.privateKey.pem());
    expect(text(sent[0]?.CertificateChain)).toBe(material.chain[0]?.pem);
    expect(sent[0]?.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  it('sends a renewal under its ARN without the field for tags, which ACM would refuse', async () => {
    const sent = recordImports();
    const { material } = await issueMaterial();
    await (await openMocked()).import(HELD, { material, tags: { a: 'b' } }, new CallDouble());
    expect(Object.keys(sent[0] ?? {})).toEqual([
      'Certificate',
      'PrivateKey',
      'CertificateChain',
      'CertificateArn',
    ]);
  });

  it('leaves the fields out that would be empty', async () => {
    const sent = recordImports();
    const { material } = await issueMaterial();
    await (await openMocked()).import(
      FRESH,
      { material: { ...material, chain: [] }, tags: {} },
      new CallDouble(),
    );
    expect(Object.keys(sent[0] ?? {})).toEqual(['Certificate', 'PrivateKey']);
  });

  it('zeroes the key that it put into the request, and sends the key again when it is asked again', async () => {
    const sent = recordImports();
    const { material } = await issueMaterial();
    const store = await openMocked();
    await store.import(HELD, { material, tags: {} }, new CallDouble());
    await store.import(HELD, { material, tags: {} }, new CallDouble());
    for (const { args } of mocks.acm.commandCalls(ImportCertificateCommand)) {
      expect(args[0].input.PrivateKey?.every((byte) => byte === 0)).toBe(true);
    }
    expect(text(sent[1]?.PrivateKey)).toBe(material.privateKey.pem());
  });

  it('takes an answer without an ARN for none, so that the engine looks instead of believing', async () => {
    mocks.acm.on(ImportCertificateCommand).resolves({});
    const { material } = await issueMaterial();
    const importing = (await openMocked()).import(FRESH, { material, tags: {} }, new CallDouble());
    await expect(importing).rejects.toMatchObject({ failure: { class: 'broken', code: 'AnswerIncomplete' } });
  });

  it('lets no byte of the key into an error', async () => {
    const { material } = await issueMaterial();
    const body = material.privateKey.pem().split('\n')[1] ?? '';
    mocks.acm.on(ImportCertificateCommand).rejects(serviceError('ValidationException'));
    const error: unknown = await (await openMocked())
      .import(FRESH, { material, tags: {} }, new CallDouble())
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { class: 'refused' } });
    expect(JSON.stringify(error) + String(error)).not.toContain(body);
  });
});

describe('inspect', () => {
  async function holds(over: object = {}) {
    const { leaf, material } = await issueMaterial();
    mocks.acm
      .on(DescribeCertificateCommand)
      .resolves({
        Certificate: {
          CertificateArn: ARN,
          Type: 'IMPORTED',
          Status: 'ISSUED',
          Serial: '12345678901234567890',
          ImportedAt: new Date(1_700_000_000_000),
          InUseBy: ['arn:aws:elasticloadbalancing:x'],
          ...over,
        },
      })
      .on(GetCertificateCommand)
      .resolves({ Certificate: leaf.certificatePem, CertificateChain: leaf.chainPem })
      .on(ListTagsForCertificateCommand)
      .resolves({ Tags: [{ Key: 'a', Value: 'b' }, { Key: 'empty' }] });
    return { leaf, material };
  }

  it('asks nobody about what has no ARN yet', async () => {
    const call = new CallDouble();
    expect(await (await openMocked()).inspect(FRESH, call)).toEqual({ state: 'absent' });
    expect(call.operations).toEqual([]);
  });

  it('shows bytes, tags, time of import and users, and does not read the serial that ACM tells', async () => {
    const { material } = await holds();
    const observation = await (await openMocked()).inspect(HELD, new CallDouble());
    expect(observation).toEqual({
      state: 'present',
      leaf: material.leaf.der,
      chain: [material.chain[0]?.der],
      revision: '2023-11-14T22:13:20.000Z',
      importedAt: 1_700_000_000_000,
      tags: { a: 'b', empty: '' },
      attributes: { type: 'IMPORTED' },
      usedBy: ['arn:aws:elasticloadbalancing:x'],
      status: 'ISSUED',
    });
  });

  it('is absent when DescribeCertificate says so', async () => {
    mocks.acm.onAnyCommand().rejects(serviceError('ResourceNotFoundException'));
    expect(await (await openMocked()).inspect(HELD, new CallDouble())).toEqual({ state: 'absent' });
  });

  it.each(['AccessDeniedException', 'ThrottlingException', 'InvalidArnException', 'InternalFailure'])(
    'does not take %s for absent',
    async (name) => {
      await holds();
      mocks.acm.on(DescribeCertificateCommand).rejects(serviceError(name));
      const inspecting = (await openMocked()).inspect(HELD, new CallDouble());
      await expect(inspecting).rejects.toMatchObject({ failure: { code: name } });
    },
  );

  it('goes on without tags when only the permission to list them is missing', async () => {
    await holds();
    mocks.acm.on(ListTagsForCertificateCommand).rejects(serviceError('AccessDeniedException'));
    const observation = await (await openMocked()).inspect(HELD, new CallDouble());
    expect(observation).toMatchObject({ state: 'present', degraded: ['acm:ListTagsForCertificate'] });
    expect(observation).not.toHaveProperty('tags');
  });

  it('does not go on without tags for any other reason', async () => {
    await holds();
    mocks.acm.on(ListTagsForCertificateCommand).rejects(serviceError('ThrottlingException'));
    const inspecting = (await openMocked()).inspect(HELD, new CallDouble());
    await expect(inspecting).rejects.toMatchObject({ failure: { class: 'throttled' } });
  });

  it('shows a requested certificate that has no body yet, for the review to refuse', async () => {
    await holds({ Type: 'AMAZON_ISSUED', Status: 'PENDING_VALIDATION' });
    mocks.acm.on(GetCertificateCommand).rejects(serviceError('RequestInProgressException'));
    const observation = await (await openMocked()).inspect(HELD, new CallDouble());
    expect(observation).toMatchObject({ state: 'present', attributes: { type: 'AMAZON_ISSUED' } });
    expect(observation).not.toHaveProperty('leaf');
  });

  it.each([
    ['IMPORTED', 'RequestInProgressException'],
    ['AMAZON_ISSUED', 'AccessDeniedException'],
  ])('does not show a certificate of type %s without its body after %s', async (Type, name) => {
    await holds({ Type });
    mocks.acm.on(GetCertificateCommand).rejects(serviceError(name));
    const inspecting = (await openMocked()).inspect(HELD, new CallDouble());
    await expect(inspecting).rejects.toMatchObject({ failure: { code: name } });
  });
});

describe('read', () => {
  it('needs one call', async () => {
    const { leaf, material } = await issueMaterial();
    mocks.acm.on(GetCertificateCommand).resolves({ Certificate: leaf.certificatePem });
    const call = new CallDouble();
    const held = await (await openMocked()).read(HELD, { revision: 'any' }, call);
    expect(held).toEqual({ leaf: material.leaf.der, chain: [] });
    expect(call.operations).toEqual(['acm:GetCertificate']);
  });

  it('takes a page of HTML for no answer', async () => {
    mocks.acm.on(GetCertificateCommand).resolves({ Certificate: '<html>' });
    const reading = (await openMocked()).read(HELD, 'latest', new CallDouble());
    await expect(reading).rejects.toMatchObject({ failure: { class: 'broken' } });
  });
});

describe('tag', () => {
  it('sets before it removes, and calls for neither when there is nothing to do', async () => {
    mocks.acm.on(AddTagsToCertificateCommand).resolves({}).on(RemoveTagsFromCertificateCommand).resolves({});
    const store = await openMocked();
    const [both, none] = [new CallDouble(), new CallDouble()];
    await store.tag(HELD, { set: { a: 'b' }, remove: ['c'] }, both);
    await store.tag(HELD, { set: {}, remove: [] }, none);
    expect(both.operations).toEqual(['acm:AddTagsToCertificate', 'acm:RemoveTagsFromCertificate']);
    expect(none.operations).toEqual([]);
    const [removed] = mocks.acm.commandCalls(RemoveTagsFromCertificateCommand);
    expect(removed?.args[0].input.Tags).toEqual([{ Key: 'c' }]);
  });

  it('reads tags strictly: a missing permission is an error here', async () => {
    mocks.acm.on(ListTagsForCertificateCommand).rejects(serviceError('AccessDeniedException'));
    const error: unknown = await (await openMocked())
      .readTags(HELD, 'latest', new CallDouble())
      .catch((thrown) => thrown);
    expect(isPermissionMissing(error)).toBe(true);
  });
});

describe('remove', () => {
  it('passes on that the certificate is in use', async () => {
    mocks.acm.on(DeleteCertificateCommand).rejects(serviceError('ResourceInUseException'));
    const removing = (await openMocked()).remove(HELD, new CallDouble());
    await expect(removing).rejects.toMatchObject({ code: 'service_conflict' });
  });
});
