import type { Quota, StoreLimits } from '@certctl/plugin-api';
import { lookupEventsQuota } from '@certctl/plugin-aws';

const IMPORT = 'https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html';
const TAG = 'https://docs.aws.amazon.com/acm/latest/APIReference/API_Tag.html';
const QUOTAS = 'https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html';

/** What ACM accepts, as far as it does not depend on what it already holds. */
export const limits: StoreLimits = {
  tags: {
    most: 50,
    nameLength: 128,
    valueLength: 256,
    characters: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*',
    reservedPrefixes: ['aws:'],
    source: TAG,
  },
  privateKeyBytes: { most: 5_120, source: IMPORT },
  certificateBytes: { most: 32_768, source: IMPORT },
  chainBytes: { most: 2_097_152, source: IMPORT },
};

const perSecond = (operation: string, requests: number): Quota => ({
  operation,
  requests,
  perMs: 1_000,
  scope: 'account-region',
  source: QUOTAS,
});

const YEAR_MS = 365 * 86_400_000;

/** Published rates, and the count of imports in 365 days: expired ones and re-imports count. ListCertificates is given as 1 or as 5 by different pages: the lower is kept. */
export const quotas: readonly Quota[] = [
  perSecond('acm:ImportCertificate', 1),
  perSecond('acm:DescribeCertificate', 10),
  perSecond('acm:GetCertificate', 10),
  perSecond('acm:ListTagsForCertificate', 10),
  perSecond('acm:DeleteCertificate', 10),
  perSecond('acm:AddTagsToCertificate', 5),
  perSecond('acm:RemoveTagsFromCertificate', 5),
  perSecond('acm:ListCertificates', 1),
  {
    operation: 'acm:ImportCertificate',
    requests: 5_000,
    perMs: YEAR_MS,
    scope: 'account-region',
    source: QUOTAS,
    counted: true,
  },
  lookupEventsQuota,
];
