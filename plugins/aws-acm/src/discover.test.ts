import {
  type CertificateSummary,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
} from '@aws-sdk/client-acm';
import { issueMaterial } from '@certctl/certificate/issue';
import type { Discovered } from '@certctl/plugin-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallDouble } from './call-double.fixture.js';
import { acmScope } from './config.js';
import { mocks, openMocked, serviceError } from './mocked-store.fixture.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

beforeEach(() => mocks.reset());

async function discovered(summary: Partial<CertificateSummary>): Promise<Discovered[]> {
  mocks.acm
    .on(ListCertificatesCommand)
    .resolves({ CertificateSummaryList: [{ CertificateArn: ARN, DomainName: 'a.example.com', ...summary }] });
  const store = await openMocked();
  const all: Discovered[] = [];
  for await (const each of store.discover(acmScope.parse({ region: 'us-east-1' }), new CallDouble())) {
    all.push(each);
  }
  return all;
}

describe('discovering', () => {
  it.each(['AMAZON_ISSUED', 'PRIVATE'] as const)(
    'shows that AWS renews what is %s, and reads no more of it',
    async (Type) => {
      expect(await discovered({ Type })).toEqual([
        {
          place: { address: ARN, reference: ARN, scope: '123456789012/us-east-1' },
          name: 'a.example.com',
          config: { region: 'us-east-1', certificate_arn: ARN },
          held: {},
          unusable: expect.stringContaining(`AWS renews it: it is of type ${Type}`),
        },
      ]);
      expect(mocks.acm.calls()).toHaveLength(1);
    },
  );

  it('passes over what was deleted since the list was read', async () => {
    mocks.acm.on(DescribeCertificateCommand).rejects(serviceError('ResourceNotFoundException'));
    mocks.acm.on(GetCertificateCommand).rejects(serviceError('ResourceNotFoundException'));
    mocks.acm.on(ListTagsForCertificateCommand).rejects(serviceError('ResourceNotFoundException'));
    expect(await discovered({ Type: 'IMPORTED' })).toEqual([]);
  });

  it('passes over what is deleted while it is looked at', async () => {
    mocks.acm.on(DescribeCertificateCommand).resolves({ Certificate: { Type: 'IMPORTED' } });
    mocks.acm.on(GetCertificateCommand).rejects(serviceError('ResourceNotFoundException'));
    mocks.acm.on(ListTagsForCertificateCommand).resolves({});
    expect(await discovered({ Type: 'IMPORTED' })).toEqual([]);
  });

  it('calls a certificate without a domain by its ARN', async () => {
    const { leaf } = await issueMaterial();
    mocks.acm.on(DescribeCertificateCommand).resolves({ Certificate: { Type: 'IMPORTED' } });
    mocks.acm.on(GetCertificateCommand).resolves({ Certificate: leaf.certificatePem });
    mocks.acm.on(ListTagsForCertificateCommand).resolves({});
    const [found] = await discovered({ Type: 'IMPORTED', DomainName: '' });
    expect(found).toMatchObject({ name: ARN, held: { leaf: leaf.facts.der }, tags: {}, usedBy: [] });
  });
});
