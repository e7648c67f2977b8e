import type { Rule } from '../../server/rule.js';

const AREA = 'Events';
const RECORD =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html';

/** What an event tells of the call that it is about. */
export const eventRules = {
  calls: {
    id: 'cloudtrail/calls',
    area: AREA,
    summary:
      'Every call that reached the service is an event, a refused one with its error; one that broke before is none, one whose answer was lost is.',
    how: 'enforced',
    source: 'doc',
    reference: `${RECORD}; certificates that a fault or a test put there without a call are in no event`,
  },
  requestId: {
    id: 'cloudtrail/request-id',
    area: AREA,
    summary: '`requestID` is the one that the service answered with, `eventID` the event’s own.',
    how: 'enforced',
    source: 'doc',
    reference: RECORD,
  },
  identity: {
    id: 'cloudtrail/user-identity',
    area: AREA,
    summary:
      '`userIdentity` has the ARN that GetCallerIdentity tells; of a role the session, with the role as its issuer.',
    how: 'enforced',
    source: 'doc',
    reference:
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html',
  },
  acmParameters: {
    id: 'cloudtrail/acm-parameters',
    area: AREA,
    summary:
      'An import has the ARN in `responseElements`, a re-import in `requestParameters` too; the material is there as buffers with the word byte.',
    how: 'enforced',
    source: 'doc',
    reference:
      'https://docs.aws.amazon.com/acm/latest/userguide/acm-supported-actions-in-cloudtrail.html; that a re-import answers with the ARN is of the API',
  },
  resources: {
    id: 'cloudtrail/resources',
    area: AREA,
    summary: 'Whether events of ACM and of load balancers can be found by the name of their resource.',
    how: 'switchable',
    source: 'unverified',
    reference: '`resources`: none by default, as no example of ACM has any',
  },
  errorCode: {
    id: 'cloudtrail/error-code',
    area: AREA,
    summary:
      'A refused call has the name of its error in `errorCode`; AccessDeniedException is AccessDenied.',
    how: 'enforced',
    source: 'unverified',
  },
} as const satisfies Record<string, Rule>;
