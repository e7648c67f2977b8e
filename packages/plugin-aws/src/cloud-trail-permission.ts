import type { Permission, Quota } from '@certctl/plugin-api';
import { allow } from './iam-document.js';

export const LOOKUP_EVENTS = 'cloudtrail:LookupEvents';
export const API = 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html';

/**
 * Reads the event history. It knows no resources, and shows every event of the account and region: its statement has
 * an id of its own, to be left out of the policy of an identity that shall not see that.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
 */
export const lookupEventsPermission: Permission = {
  operation: LOOKUP_EVENTS,
  effect: 'read',
  need: 'optional',
  on: ['audit'],
  why: 'Reads who wrote, for `certctl writers`. No deploy needs it.',
  without: 'It cannot be told from here whether somebody else writes.',
  grant: { Sid: 'CertctlWriters', ...allow(LOOKUP_EVENTS, '*') },
};

/** Two lookups a second, whoever makes them. */
export const lookupEventsQuota: Quota = {
  operation: LOOKUP_EVENTS,
  requests: 2,
  perMs: 1_000,
  scope: 'account-region',
  source: API,
};
