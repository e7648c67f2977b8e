import {
  DescribeCertificateCommand,
  GetCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  SearchCertificatesCommand,
} from '@aws-sdk/client-acm';
import { issueMaterial } from '@certctl/certificate/issue';
import { CertctlError, provenanceTags } from '@certctl/plugin-api';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tagList } from './acm-api.js';
import { CallDouble } from './call-double.fixture.js';
import { serialFilter } from './find-by-leaf.js';
import { mocks, openMocked, serviceError } from './mocked-store.fixture.js';
import { placeOf } from './place.js';

const arn = (id: number) => `arn:aws:acm:us-east-1:123456789012:certificate/${id}`;
const SINCE = Date.UTC(2026, 10, 1);
const HOUR = 3_600_000;
const PROVENANCE = { certificateId: 'c', targetId: 'web', instance: 'here' };

let ours: Awaited<ReturnType<typeof issueMaterial>>;
let other: Awaited<ReturnType<typeof issueMaterial>>;
beforeAll(async () => {
  ours = await issueMaterial({ serial: '4f01' });
  // The same serial, as another authority may give it: only the bytes tell them apart.
  other = await issueMaterial({ serial: '4f01', names: ['other.example.com'] });
});
afterEach(() => mocks.reset());

function holds(id: number, pem: string, createdAt = SINCE + 1_000, targetId = 'web') {
  const CertificateArn = arn(id);
  const tags = provenanceTags({ ...PROVENANCE, targetId });
  mocks.acm.on(ListTagsForCertificateCommand, { CertificateArn }).resolves({ Tags: tagList(tags) });
  mocks.acm.on(GetCertificateCommand, { CertificateArn }).resolves({ Certificate: pem });
  mocks.acm
    .on(DescribeCertificateCommand, { CertificateArn })
    .resolves({ Certificate: { CreatedAt: new Date(createdAt), InUseBy: [] } });
  return { CertificateArn, CreatedAt: new Date(createdAt), Type: 'IMPORTED' as const };
}

const searchGives = (...ids: number[]) =>
  mocks.acm
    .on(SearchCertificatesCommand)
    .resolves({ Results: ids.map((id) => ({ CertificateArn: arn(id) })) });

async function find(call = new CallDouble()) {
  const query = { by: 'leaf', leaf: ours.leaf.facts, since: SINCE, provenance: PROVENANCE } as const;
  return (await openMocked()).find({ region: 'us-east-1', tags: {} }, query, call);
}

const match = (id: number) => ({
  place: placeOf(arn(id)),
  usedBy: [],
  subject: ours.leaf.facts.subject,
  pin: `certificate_arn: ${arn(id)}`,
});

describe('finding an import whose answer was lost', () => {
  it('leaves alone the same leaf that was sent to another target at the same time', async () => {
    holds(1, ours.leaf.certificatePem, SINCE + 1_000, 'api');
    holds(2, ours.leaf.certificatePem);
    searchGives(1, 2);
    expect(await find()).toEqual({ matches: [match(2)], complete: true });
  });

  it('searches by serial and keeps what has the same bytes', async () => {
    holds(1, other.leaf.certificatePem);
    holds(2, ours.leaf.certificatePem);
    searchGives(1, 2);
    const call = new CallDouble();
    expect(await find(call)).toEqual({ matches: [match(2)], complete: true });
    expect(call.operations).not.toContain('acm:ListCertificates');
    expect(mocks.acm.commandCalls(SearchCertificatesCommand)[0]?.args[0].input).toEqual({
      FilterStatement: { Filter: { X509AttributeFilter: { SerialNumber: '4f:01' } } },
    });
  });

  it('does not take an older import of the same leaf for the lost one', async () => {
    const old = holds(1, ours.leaf.certificatePem, SINCE - HOUR);
    searchGives(1);
    mocks.acm.on(ListCertificatesCommand).resolves({ CertificateSummaryList: [old] });
    expect(await find()).toEqual({ matches: [], complete: true });
  });

  it('allows for clocks that differ by some minutes', async () => {
    holds(1, ours.leaf.certificatePem, SINCE - 10 * 60_000);
    searchGives(1);
    expect((await find()).matches).toEqual([match(1)]);
  });

  it('goes through the list when the search, which may lag, yields nothing', async () => {
    const [first, second] = [holds(2, ours.leaf.certificatePem), holds(1, other.leaf.certificatePem)];
    searchGives();
    mocks.acm.on(ListCertificatesCommand).resolves({ CertificateSummaryList: [first, second] });
    expect(await find()).toEqual({ matches: [match(2)], complete: true });
    expect(mocks.acm.commandCalls(ListCertificatesCommand)[0]?.args[0].input).toMatchObject({
      SortBy: 'CREATED_AT',
      SortOrder: 'DESCENDING',
    });
  });

  it('shows every match: which one is meant is not for the plugin to say', async () => {
    holds(1, ours.leaf.certificatePem);
    holds(2, ours.leaf.certificatePem);
    searchGives(1, 2);
    expect((await find()).matches).toEqual([match(1), match(2)]);
  });

  it.each([
    ['AccessDeniedException', ['acm:SearchCertificates']],
    ['UnknownOperationException', undefined],
    ['SyntaxError', undefined],
  ])('goes through the list after %s', async (name, degraded) => {
    const found = holds(1, ours.leaf.certificatePem);
    mocks.acm.on(SearchCertificatesCommand).rejects(serviceError(name));
    mocks.acm.on(ListCertificatesCommand).resolves({ CertificateSummaryList: [found] });
    expect(await find()).toEqual({ matches: [match(1)], ...(degraded ? { degraded } : {}), complete: true });
  });

  it('ends the list at the first page with nothing young enough', async () => {
    const [young, old] = [
      holds(3, other.leaf.certificatePem),
      holds(2, other.leaf.certificatePem, SINCE - HOUR),
    ];
    searchGives();
    mocks.acm
      .on(ListCertificatesCommand)
      .resolves({ CertificateSummaryList: [old, young], NextToken: 'second' })
      .on(ListCertificatesCommand, { NextToken: 'second' })
      .resolves({ CertificateSummaryList: [old], NextToken: 'third' });
    const call = new CallDouble();
    await find(call);
    expect(call.operations.filter((operation) => operation === 'acm:ListCertificates')).toHaveLength(2);
    expect(call.operations.filter((operation) => operation === 'acm:GetCertificate')).toHaveLength(1);
  });

  it('does not outlive a cancelled deploy by turning to the list', async () => {
    const call = new CallDouble();
    call.attempt = async () => {
      throw new CertctlError('cancelled', 'Cancelled.');
    };
    await expect(find(call)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says that it may have missed it when the list is refused', async () => {
    searchGives();
    mocks.acm.on(ListCertificatesCommand).rejects(serviceError('AccessDeniedException'));
    expect(await find()).toEqual({ matches: [], degraded: ['acm:ListCertificates'], complete: false });
  });

  it('fails, instead of finding nothing, when a hit cannot be read', async () => {
    searchGives(1);
    mocks.acm.on(GetCertificateCommand).rejects(serviceError('ThrottlingException'));
    await expect(find()).rejects.toMatchObject({ code: 'service_throttled' });
  });

  it('passes over a hit that is gone', async () => {
    holds(2, ours.leaf.certificatePem);
    searchGives(1, 2);
    mocks.acm
      .on(GetCertificateCommand, { CertificateArn: arn(1) })
      .rejects(serviceError('ResourceNotFoundException'));
    expect((await find()).matches).toEqual([match(2)]);
  });
});

describe('serialFilter', () => {
  const asked = (serial: string) => serialFilter(serial)?.FilterStatement;
  const by = (SerialNumber: string) => ({ Filter: { X509AttributeFilter: { SerialNumber } } });

  it('spells bytes with colons and gives an odd digit its zero', () => {
    expect(asked('3e9')).toEqual(by('03:e9'));
  });

  it('asks with and without the zero byte of DER where the first bit is set', () => {
    expect(asked('8f01')).toEqual({ Or: [by('8f:01'), by('00:8f:01')] });
  });

  it.each(['0', '7f', '1'.repeat(42)])('does not ask for %s, which the API cannot be asked for', (serial) => {
    expect(serialFilter(serial)).toBeUndefined();
  });

  it('keeps to the pattern of the API for the longest serial that RFC 5280 allows', () => {
    expect(JSON.stringify(asked('f'.repeat(40)))).toMatch(/"[0-9a-f]{2}(:[0-9a-f]{2}){1,19}"/);
  });
});
