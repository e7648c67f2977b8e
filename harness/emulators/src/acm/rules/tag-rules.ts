import type { Rule } from '../../server/rule.js';

const AREA = 'Tags';

/** Rules for the tags of a certificate. */
export const tagRules = {
  shape: {
    id: 'tags/shape',
    area: AREA,
    summary:
      'Key 1 to 128, value 0 to 256 characters, of letters, spaces, digits and `_.:/=+-@`; a list is not empty.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model: TagKey, TagValue, TagList',
  },
  reserved: {
    id: 'tags/reserved',
    area: AREA,
    summary: 'Key and value do not begin with `aws:`.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'InvalidTagException',
      message: 'The tag key or value begins with aws:, which is reserved: {key}',
      wording: 'unverified',
    },
  },
  tooMany: {
    id: 'tags/too-many',
    area: AREA,
    summary: 'At most 50 tags on a certificate. Nothing is stored when the call is refused.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'TooManyTagsException',
      message: 'The certificate would have {count} tags; at most 50 are allowed.',
      wording: 'unverified',
    },
  },
  removeByValue: {
    id: 'tags/remove-by-value',
    area: AREA,
    summary: 'RemoveTagsFromCertificate with a value removes the tag only if it has that value.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://docs.aws.amazon.com/acm/latest/APIReference/API_RemoveTagsFromCertificate.html',
  },
  lag: {
    id: 'tags/lag',
    area: AREA,
    summary: 'How far ListTagsForCertificate and GetResources are behind.',
    how: 'switchable',
    source: 'unverified',
    reference: '`tagLag`',
  },
  policies: {
    id: 'tags/policies',
    area: AREA,
    summary: "TagPolicyException: an organisation's tag policies.",
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
