import {
  type CertificateSummary,
  DescribeCertificateCommand,
  type DescribeCertificateCommandInput,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  type ListTagsForCertificateCommandInput,
} from '@aws-sdk/client-acm';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { provenanceTags } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { tagList } from './acm-api.js';
import { CallDouble } from './call-double.fixture.js';
import { mocks, openMocked, serviceError } from './mocked-store.fixture.js';
import { placeOf } from './place.js';

const arn = (id: number) => `arn:aws:acm:us-east-1:123456789012:certificate/${id}`;
const PROVENANCE = { certificateId: 'c', targetId: 'web', instance: 'here' };
const match = (id: number) => ({
  place: placeOf(arn(id)),
  usedBy: [`arn:user-${id}`],
  subject: `CN=${id}`,
  pin: `certificate_arn: ${arn(id)}`,
});

afterEach(() => mocks.reset());

/** A service that holds certificates 1 to 3, of which 2 and 3 carry the tags. */
function holdsThree() {
  const id = (input: { CertificateArn: string | undefined }) => Number(input.CertificateArn?.split('/')[1]);
  mocks.acm
    .on(DescribeCertificateCommand)
    .callsFake((input: DescribeCertificateCommandInput) => ({
      Certificate: { InUseBy: [`arn:user-${id(input)}`], Subject: `CN=${id(input)}` },
    }))
    .on(ListTagsForCertificateCommand)
    .callsFake((input: ListTagsForCertificateCommandInput) => ({
      Tags: tagList(id(input) === 1 ? { 'certctl-target-id': 'web' } : provenanceTags(PROVENANCE)),
    }));
}

async function find(call = new CallDouble()) {
  const query = { by: 'provenance', provenance: PROVENANCE } as const;
  return (await openMocked()).find({ region: 'us-east-1', tags: {} }, query, call);
}

describe('finding the certificate of a target by its tags', () => {
  it('asks the tagging API page by page and says what uses each match', async () => {
    holdsThree();
    mocks.tagging
      .on(GetResourcesCommand)
      .resolves({ ResourceTagMappingList: [{ ResourceARN: arn(2) }], PaginationToken: 'more' })
      .on(GetResourcesCommand, { PaginationToken: 'more' })
      .resolves({ ResourceTagMappingList: [{ ResourceARN: arn(3) }], PaginationToken: '' });
    expect(await find()).toEqual({ matches: [match(2), match(3)], complete: true });
    expect(mocks.tagging.commandCalls(GetResourcesCommand)[0]?.args[0].input).toEqual({
      ResourceTypeFilters: ['acm:certificate'],
      TagFilters: [
        { Key: 'certctl-managed-by', Values: ['certctl', 'manual-recovery'] },
        { Key: 'certctl-target-id', Values: ['web'] },
        { Key: 'certctl-instance', Values: ['here'] },
      ],
    });
  });

  it('drops a match that ACM no longer holds, because the index of tags lags', async () => {
    holdsThree();
    mocks.tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [{ ResourceARN: arn(2) }] });
    mocks.acm.on(DescribeCertificateCommand).rejects(serviceError('ResourceNotFoundException'));
    expect(await find()).toEqual({ matches: [], complete: true });
  });

  it('fails, instead of finding nothing, when the tagging API does', async () => {
    mocks.tagging.on(GetResourcesCommand).rejects(serviceError('ThrottledException'));
    await expect(find()).rejects.toMatchObject({ code: 'service_throttled' });
  });
});

describe('finding it without the permission for the tagging API', () => {
  const refuseTagging = () =>
    mocks.tagging.on(GetResourcesCommand).rejects(serviceError('AccessDeniedException'));

  function lists(pages: readonly (readonly number[])[], over: Partial<CertificateSummary> = {}) {
    pages.forEach((ids, at) => {
      const token = at === 0 ? {} : { NextToken: `page-${at}` };
      mocks.acm.on(ListCertificatesCommand, token).resolves({
        CertificateSummaryList: ids.map((id) => ({ CertificateArn: arn(id), Type: 'IMPORTED', ...over })),
        ...(at + 1 < pages.length ? { NextToken: `page-${at + 1}` } : {}),
      });
    });
  }

  it('reads the tags of every certificate, of every key type', async () => {
    holdsThree();
    refuseTagging();
    lists([[1, 2], [3]]);
    expect(await find()).toEqual({
      matches: [match(2), match(3)],
      degraded: ['tag:GetResources'],
      complete: true,
    });
    expect(
      mocks.acm.commandCalls(ListCertificatesCommand)[0]?.args[0].input.Includes?.keyTypes?.toSorted(),
    ).toEqual([
      ...['EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
      ...['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096'],
    ]);
  });

  it('does not look at certificates that Amazon issued', async () => {
    holdsThree();
    refuseTagging();
    lists([[1, 2, 3]], { Type: 'AMAZON_ISSUED' });
    const call = new CallDouble();
    expect((await find(call)).matches).toEqual([]);
    expect(call.operations).toEqual(['tag:GetResources', 'acm:ListCertificates']);
  });

  it('says that it may have missed one when tags cannot be read either, after a few tries', async () => {
    refuseTagging();
    lists([Array.from({ length: 100 }, (_, id) => id)]);
    mocks.acm.on(ListTagsForCertificateCommand).rejects(serviceError('AccessDeniedException'));
    const call = new CallDouble();
    expect(await find(call)).toEqual({
      matches: [],
      degraded: ['tag:GetResources', 'acm:ListTagsForCertificate'],
      complete: false,
    });
    expect(call.operations.length).toBeLessThan(10);
  });

  it('says that it may have missed one when the list is refused', async () => {
    refuseTagging();
    mocks.acm.on(ListCertificatesCommand).rejects(serviceError('AccessDeniedException'));
    expect(await find()).toEqual({
      matches: [],
      degraded: ['tag:GetResources', 'acm:ListCertificates'],
      complete: false,
    });
  });

  it('passes over a certificate that is deleted meanwhile', async () => {
    holdsThree();
    refuseTagging();
    lists([[2]]);
    mocks.acm.on(ListTagsForCertificateCommand).rejects(serviceError('ResourceNotFoundException'));
    expect(await find()).toMatchObject({ matches: [], complete: true });
  });

  it('never has more than four reads under way', async () => {
    let [underWay, most] = [0, 0];
    refuseTagging();
    lists([Array.from({ length: 30 }, (_, id) => id + 1)]);
    mocks.acm.on(ListTagsForCertificateCommand).callsFake(async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay--;
      return { Tags: [] };
    });
    await find();
    expect(most).toBe(4);
  });
});

describe('finding by its tags, before a second certificate is made', () => {
  const NAMES = ['dns:www.example.com', 'dns:example.com'];

  async function sure() {
    const query = { by: 'provenance', provenance: PROVENANCE, names: NAMES } as const;
    const found = await (await openMocked()).find({ region: 'us-east-1', tags: {} }, query, new CallDouble());
    return { ...found, matches: found.matches.map(({ place }) => place.reference) };
  }

  const named = (id: number, names?: readonly string[], more = false): CertificateSummary => ({
    CertificateArn: arn(id),
    ...(names ? { DomainName: names[0], SubjectAlternativeNameSummaries: [...names] } : {}),
    ...(more ? { HasAdditionalSubjectAlternativeNames: true } : {}),
  });

  it('goes through those of the list that share a name, because the index of tags may lag', async () => {
    holdsThree();
    mocks.tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
    mocks.acm.on(ListCertificatesCommand).resolves({
      CertificateSummaryList: [
        named(1, ['other.example.com']),
        named(2, ['Example.com', 'api.example.com']),
        named(4, ['other.example.com'], true),
        named(5),
      ],
    });
    mocks.acm
      .on(ListTagsForCertificateCommand, { CertificateArn: arn(4) })
      .resolves({ Tags: [] })
      .on(ListTagsForCertificateCommand, { CertificateArn: arn(5) })
      .resolves({ Tags: [] });
    expect(await sure()).toEqual({ matches: [arn(2)], complete: true });
    const asked = mocks.acm.commandCalls(ListTagsForCertificateCommand).map(({ args }) => args[0].input);
    expect(asked.map(({ CertificateArn }) => CertificateArn)).toEqual([arn(2), arn(4), arn(5)]);
  });

  it('leaves the list alone when the index has it', async () => {
    holdsThree();
    mocks.tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [{ ResourceARN: arn(2) }] });
    expect(await sure()).toEqual({ matches: [arn(2)], complete: true });
    expect(mocks.acm.commandCalls(ListCertificatesCommand)).toEqual([]);
  });

  it('takes the word of the index when the list is refused', async () => {
    mocks.tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
    mocks.acm.on(ListCertificatesCommand).rejects(serviceError('AccessDeniedException'));
    expect(await sure()).toEqual({ matches: [], degraded: ['acm:ListCertificates'], complete: true });
  });
});

describe('finding by its tags an import whose answer was lost', () => {
  const SINCE = Date.UTC(2026, 10, 1);
  const MINUTE = 60_000;

  /** Certificates by the minute of their creation, all of the target. */
  function holds(created: Readonly<Record<number, number>>, indexed: readonly number[]) {
    const createdAt = (id: number) => new Date(SINCE + (created[id] ?? 0) * MINUTE);
    const ids = Object.keys(created).map(Number);
    mocks.tagging
      .on(GetResourcesCommand)
      .resolves({ ResourceTagMappingList: indexed.map((id) => ({ ResourceARN: arn(id) })) });
    mocks.acm
      .on(ListCertificatesCommand)
      .resolves({
        CertificateSummaryList: ids.map((id) => ({ CertificateArn: arn(id), CreatedAt: createdAt(id) })),
      })
      .on(ListTagsForCertificateCommand)
      .resolves({ Tags: tagList(provenanceTags(PROVENANCE)) });
    for (const id of ids) {
      mocks.acm
        .on(DescribeCertificateCommand, { CertificateArn: arn(id) })
        .resolves({ Certificate: { CreatedAt: createdAt(id), InUseBy: [] } });
    }
  }

  async function lost() {
    const query = { by: 'provenance', provenance: PROVENANCE, since: SINCE } as const;
    const found = await (await openMocked()).find({ region: 'us-east-1', tags: {} }, query, new CallDouble());
    return { ...found, matches: found.matches.map(({ place }) => place.reference) };
  }

  it('goes through the list when the index of tags, which may lag, has none', async () => {
    holds({ 2: 1 }, []);
    expect(await lost()).toEqual({ matches: [arn(2)], complete: true });
  });

  it('does not take one that was there before for it, wherever it is shown', async () => {
    holds({ 1: -60, 2: -10 }, [1]);
    // Clocks may differ by some minutes.
    expect(await lost()).toEqual({ matches: [arn(2)], complete: true });
    expect(mocks.acm.commandCalls(ListTagsForCertificateCommand)).toHaveLength(1);
  });

  it('says that it may have missed it when the list is refused', async () => {
    holds({}, []);
    mocks.acm.on(ListCertificatesCommand).rejects(serviceError('AccessDeniedException'));
    expect(await lost()).toEqual({ matches: [], degraded: ['acm:ListCertificates'], complete: false });
  });
});
