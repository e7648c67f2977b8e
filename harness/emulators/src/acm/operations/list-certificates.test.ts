import {
  ListCertificatesCommand,
  paginateListCertificates,
  paginateSearchCertificates,
  SearchCertificatesCommand,
  type SearchCertificatesCommandInput,
} from '@aws-sdk/client-acm';
import { describe, expect, it } from 'vitest';
import { acmClient, acmSession, imported, leaf, refusal } from '../../../test-support/acm-session.js';
import { manualClock } from '../../server/clock.js';
import { KEY_ALGORITHMS } from '../../x509/key-algorithm.js';
import { makeCertificate } from '../../x509/make-certificate.js';

const ALL = { keyTypes: [...KEY_ALGORITHMS] };

describe('ListCertificates', () => {
  it('hides every key type but RSA 1024 and 2048', async () => {
    const { acm } = await acmSession();
    await imported(acm, { made: await leaf() });
    const rsa = await imported(acm, { made: await leaf({ algorithm: 'RSA_2048' }) });
    const { CertificateSummaryList } = await acm.send(new ListCertificatesCommand({}));
    expect(CertificateSummaryList?.map(({ CertificateArn }) => CertificateArn)).toEqual([rsa]);
  });

  it('shows the key types that are asked for', async () => {
    const { acm } = await acmSession();
    await imported(acm, { made: await leaf() });
    const { CertificateSummaryList } = await acm.send(new ListCertificatesCommand({ Includes: ALL }));
    expect(CertificateSummaryList).toMatchObject([
      { KeyAlgorithm: 'EC-prime256v1', Type: 'IMPORTED', Status: 'ISSUED', InUse: false },
    ]);
  });

  it('shows only the region and account of who asks', async () => {
    const { acm, emulator } = await acmSession();
    await imported(acm, { made: await leaf() });
    const elsewhere = acmClient(emulator, { region: 'eu-west-2' });
    const { CertificateSummaryList } = await elsewhere.send(new ListCertificatesCommand({ Includes: ALL }));
    expect(CertificateSummaryList).toEqual([]);
  });

  it('gives pages of MaxItems, all certificates once', async () => {
    const { acm } = await acmSession();
    const made = await leaf();
    const arns = [];
    for (let index = 0; index < 5; index += 1) arns.push(await imported(acm, { made }));
    const pages: number[] = [];
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListCertificates({ client: acm, pageSize: 2 }, { Includes: ALL })) {
      pages.push(page.CertificateSummaryList?.length ?? 0);
      seen.push(...(page.CertificateSummaryList ?? []).map(({ CertificateArn }) => CertificateArn));
    }
    expect(pages).toEqual([2, 2, 1]);
    expect(seen).toEqual(arns);
  });

  it('can give shorter pages than were asked for', async () => {
    const { acm } = await acmSession({ pageSize: 1 });
    const made = await leaf();
    await imported(acm, { made });
    await imported(acm, { made });
    const answer = await acm.send(new ListCertificatesCommand({ Includes: ALL, MaxItems: 100 }));
    expect(answer.CertificateSummaryList).toHaveLength(1);
    expect(answer.NextToken).toBeDefined();
  });

  it('refuses a token of another listing', async () => {
    const { acm } = await acmSession({ pageSize: 1 });
    const made = await leaf({ algorithm: 'RSA_2048' });
    await imported(acm, { made });
    await imported(acm, { made });
    const { NextToken } = await acm.send(new ListCertificatesCommand({}));
    const command = new ListCertificatesCommand({ NextToken, Includes: ALL });
    expect(await refusal(acm.send(command))).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  it.each([0, 1001])('refuses MaxItems %d', async (MaxItems) => {
    const { acm } = await acmSession();
    const answer = await refusal(acm.send(new ListCertificatesCommand({ MaxItems })));
    expect(answer.name).toBe('ValidationException');
    expect(answer.message).toContain("at 'maxItems' failed to satisfy constraint");
  });

  it('sorts by time of creation, newest first on request', async () => {
    const { acm } = await acmSession();
    const made = await leaf();
    const first = await imported(acm, { made });
    const second = await imported(acm, { made });
    const command = new ListCertificatesCommand({
      Includes: ALL,
      SortBy: 'CREATED_AT',
      SortOrder: 'DESCENDING',
    });
    const { CertificateSummaryList } = await acm.send(command);
    expect(CertificateSummaryList?.map(({ CertificateArn }) => CertificateArn)).toEqual([second, first]);
  });

  it('refuses SortOrder without SortBy', async () => {
    const { acm } = await acmSession();
    const command = new ListCertificatesCommand({ SortOrder: 'ASCENDING' });
    expect((await refusal(acm.send(command))).name).toBe('ValidationException');
  });

  it('filters by status', async () => {
    const { acm } = await acmSession();
    await imported(acm, { made: await leaf() });
    const command = new ListCertificatesCommand({ Includes: ALL, CertificateStatuses: ['EXPIRED'] });
    expect((await acm.send(command)).CertificateSummaryList).toEqual([]);
  });
});

describe('SearchCertificates', () => {
  async function found(filter: SearchCertificatesCommandInput['FilterStatement']) {
    const { acm } = await acmSession();
    const one = await imported(acm, {
      made: await leaf({ names: ['one.example.com'], serial: '0a0b', keyUsages: ['KEY_AGREEMENT'] }),
    });
    await imported(acm, { made: await leaf({ names: ['two.example.com'], serial: '0c0d' }) });
    const { Results } = await acm.send(new SearchCertificatesCommand({ FilterStatement: filter }));
    return Results?.map(({ CertificateArn }) => (CertificateArn === one ? 'one' : 'two'));
  }
  const serial = (SerialNumber: string) => ({ Filter: { X509AttributeFilter: { SerialNumber } } });
  const dns = (Value: string) => ({
    Filter: {
      X509AttributeFilter: {
        SubjectAlternativeName: { DnsName: { Value, ComparisonOperator: 'CONTAINS' as const } },
      },
    },
  });

  it('finds by serial number', async () => {
    expect(await found(serial('0a:0b'))).toEqual(['one']);
  });

  it('finds every key type without being asked', async () => {
    expect(await found(undefined)).toEqual(['one', 'two']);
  });

  it('combines filters by And, Or and Not', async () => {
    expect(await found({ And: [serial('0a:0b'), dns('two')] })).toEqual([]);
    expect(await found({ Or: [serial('0a:0b'), dns('two')] })).toEqual(['one', 'two']);
    expect(await found({ Not: serial('0a:0b') })).toEqual(['two']);
  });

  it('finds by usage, type, status and validity', async () => {
    const after = (Start: Date) => ({ Filter: { X509AttributeFilter: { NotAfter: { Start } } } });
    expect(await found({ Filter: { X509AttributeFilter: { KeyUsage: 'KEY_AGREEMENT' } } })).toEqual(['one']);
    expect(await found({ Filter: { AcmCertificateMetadataFilter: { Type: 'PRIVATE' } } })).toEqual([]);
    expect(await found({ Filter: { AcmCertificateMetadataFilter: { Status: 'ISSUED' } } })).toHaveLength(2);
    expect(await found(after(new Date(Date.now() + 1000 * 86_400_000)))).toEqual([]);
  });

  it('refuses a serial number of one byte', async () => {
    const answer = await refusal(found(serial('0a')));
    expect(answer.name).toBe('ValidationException');
    expect(answer.message).toContain("at 'filterStatement.filter.x509AttributeFilter.serialNumber'");
  });

  it('refuses a filter that it does not know', async () => {
    const answer = await refusal(found({ Filter: { AcmCertificateMetadataFilter: { Exported: false } } }));
    expect(answer).toEqual({
      name: 'ValidationException',
      status: 400,
      message: 'The emulator does not support this search: Exported.',
    });
  });

  it('refuses more than 500 results a page', async () => {
    const { acm } = await acmSession();
    expect((await refusal(acm.send(new SearchCertificatesCommand({ MaxResults: 501 })))).name).toBe(
      'ValidationException',
    );
  });

  it('pages through all results', async () => {
    const { acm } = await acmSession({ pageSize: 2 });
    const made = await makeCertificate({ algorithm: 'EC_prime256v1', names: ['a.example.com'] });
    for (let index = 0; index < 3; index += 1) await imported(acm, { made });
    let count = 0;
    for await (const page of paginateSearchCertificates({ client: acm }, {}))
      count += page.Results?.length ?? 0;
    expect(count).toBe(3);
  });

  it('can be behind an import', async () => {
    const clock = manualClock();
    const { acm } = await acmSession({ clock, searchLag: 5_000 });
    await imported(acm, { made: await leaf({ serial: '0a0b' }) });
    const command = new SearchCertificatesCommand({ FilterStatement: serial('0a:0b') });
    clock.advance(4_999);
    expect((await acm.send(command)).Results).toEqual([]);
    clock.advance(1);
    expect((await acm.send(command)).Results).toHaveLength(1);
  });
});
