import type { Rule } from '../../server/rule.js';

const PAGE = 'https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html';
const AREA = 'Re-import with an ARN';

const validation = (message: string, wording: 'doc' | 'thread' | 'unverified') => ({
  name: 'ValidationException',
  message,
  wording,
});

/** Rules that compare what is imported with what the ARN holds. */
export const reimportRules = {
  tags: {
    id: 'reimport/no-tags',
    area: AREA,
    summary: 'No `Tags` member, not even an empty list.',
    how: 'enforced',
    source: 'thread',
    refusal: validation('Tagging is not permitted on re-import.', 'thread'),
  },
  keyAlgorithm: {
    id: 'reimport/key-algorithm',
    area: AREA,
    summary: 'Key type and size stay.',
    how: 'enforced',
    source: 'doc',
    reference: PAGE,
    refusal: validation(
      'The key algorithm and size of the new certificate ({new}) differ from the currently imported certificate ({old}).',
      'unverified',
    ),
  },
  domains: {
    id: 'reimport/domains',
    area: AREA,
    summary: 'Domain names may be added and removed, but not all removed.',
    how: 'enforced',
    source: 'doc',
    reference: PAGE,
    refusal: validation(
      'New certificate does not contain any of the domain names of the currently imported certificate',
      'unverified',
    ),
  },
  keyUsage: {
    id: 'reimport/key-usage',
    area: AREA,
    summary: 'Key usages may be added, not removed, except keyEncipherment on an EC key.',
    how: 'enforced',
    source: 'doc',
    reference: PAGE,
    refusal: validation(
      'New certificate is missing one or more Key Usages supported by the currently imported certificate',
      'unverified',
    ),
  },
  extendedKeyUsage: {
    id: 'reimport/extended-key-usage',
    area: AREA,
    summary: 'Extended key usages may be added, not removed, except clientAuth.',
    how: 'enforced',
    source: 'doc',
    reference: 'wording: https://github.com/hashicorp/terraform-provider-aws/issues/42779',
    refusal: validation(
      'New certificate is missing one or more Extended Key Usages supported by the currently imported certificate',
      'thread',
    ),
  },
  keyUsageAdded: {
    id: 'reimport/key-usage-added',
    area: AREA,
    summary: 'A key usage extension that was absent cannot be added.',
    how: 'enforced',
    source: 'doc',
    reference: PAGE,
    refusal: validation(
      'New certificate has a Key Usage extension and the currently imported certificate has none',
      'unverified',
    ),
  },
  extendedKeyUsageAdded: {
    id: 'reimport/extended-key-usage-added',
    area: AREA,
    summary: 'An extended key usage extension that was absent cannot be added.',
    how: 'enforced',
    source: 'doc',
    reference: PAGE,
    refusal: validation(
      'New certificate has an Extended Key Usage extension and the currently imported certificate has none',
      'unverified',
    ),
  },
  keepsUse: {
    id: 'reimport/keeps-arn-and-use',
    area: AREA,
    summary: 'The ARN, what uses it, and its time of creation are kept.',
    how: 'enforced',
    source: 'doc',
    reference: PAGE,
  },
  keepsTags: {
    id: 'reimport/keeps-tags',
    area: AREA,
    summary: 'Whether the tags survive is disputed.',
    how: 'switchable',
    source: 'unverified',
    reference: "`tagsOnReimport: 'keep' \\| 'lose'`",
  },
} as const satisfies Record<string, Rule>;
