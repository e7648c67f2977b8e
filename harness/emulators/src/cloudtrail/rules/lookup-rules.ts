import type { Rule } from '../../server/rule.js';

const AREA = 'Event history';
const API = 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html';

/** What LookupEvents takes, and what it shows. */
export const lookupRules = {
  oneAttribute: {
    id: 'cloudtrail/one-attribute',
    area: AREA,
    summary: 'A lookup takes one attribute at most.',
    how: 'enforced',
    source: 'doc',
    reference: API,
    refusal: {
      name: 'InvalidLookupAttributesException',
      message: 'You can only specify one lookup attribute.',
      wording: 'unverified',
    },
  },
  attributeKey: {
    id: 'cloudtrail/attribute-key',
    area: AREA,
    summary: 'Its key is one of eight, its value 1 to 2,000 characters. ResourceType is not emulated.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model: LookupAttributeKey, LookupAttributeValue',
    refusal: {
      name: 'InvalidLookupAttributesException',
      message: 'The lookup attribute {key} is not valid.',
      wording: 'unverified',
    },
  },
  mostResults: {
    id: 'cloudtrail/max-results',
    area: AREA,
    summary: 'A page has 1 to 50 events, 50 by default, newest first.',
    how: 'enforced',
    source: 'doc',
    reference: `${API}; \`pageSize\` makes pages shorter`,
    refusal: {
      name: 'InvalidMaxResultsException',
      message: 'Max results must be between 1 and 50.',
      wording: 'unverified',
    },
  },
  timeRange: {
    id: 'cloudtrail/time-range',
    area: AREA,
    summary: 'The start is not after the end; both are included, and times are whole seconds.',
    how: 'enforced',
    source: 'doc',
    reference: API,
    refusal: {
      name: 'InvalidTimeRangeException',
      message: 'The start time is after the end time.',
      wording: 'unverified',
    },
  },
  token: {
    id: 'cloudtrail/next-token',
    area: AREA,
    summary: 'A token is good for the lookup that gave it, with the same attribute and times.',
    how: 'enforced',
    source: 'doc',
    reference: API,
    refusal: { name: 'InvalidNextTokenException', message: 'Invalid next token.', wording: 'unverified' },
  },
  category: {
    id: 'cloudtrail/event-category',
    area: AREA,
    summary: 'Insights events are not emulated, and are refused.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'InvalidEventCategoryException',
      message: 'The event category {category} is not valid.',
      wording: 'unverified',
    },
  },
  history: {
    id: 'cloudtrail/history',
    area: AREA,
    summary: 'Management events of the last 90 days, of the account and region of the request.',
    how: 'enforced',
    source: 'doc',
    reference: API,
  },
  lag: {
    id: 'cloudtrail/lag',
    area: AREA,
    summary:
      'An event can be looked up only some time after the call, on average five minutes, with no promise.',
    how: 'switchable',
    source: 'doc',
    reference: '`lag`; https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html',
  },
  rates: {
    id: 'cloudtrail/rates',
    area: AREA,
    summary: 'Two lookups a second for an account and region.',
    how: 'switchable',
    source: 'doc',
    reference: `\`rates\`; ${API}`,
    refusal: { name: 'ThrottlingException', message: 'Rate exceeded', wording: 'doc' },
  },
  permission: {
    id: 'cloudtrail/permission',
    area: AREA,
    summary: 'cloudtrail:LookupEvents knows no resources: it is granted on `*`.',
    how: 'switchable',
    source: 'doc',
    reference:
      '`allow` of the access key; https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html',
  },
} as const satisfies Record<string, Rule>;
