import type { Rule } from '../../server/rule.js';

const AREA = 'Protocol, identity, rates';

/** Rules that hold for every call. */
export const protocolRules = {
  constraints: {
    id: 'elbv2/model-constraints',
    area: AREA,
    summary: 'Required members, lengths, patterns and enumerations of the API model: ValidationError.',
    how: 'enforced',
    source: 'doc',
    reference: 'the members that the emulated operations read',
  },
  marker: {
    id: 'elbv2/pages',
    area: AREA,
    summary:
      'Lists come in pages of `PageSize`, 1 to 400; a `Marker` that this list did not give is refused.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model; `pageSize` makes pages shorter',
    refusal: { name: 'ValidationError', message: 'The marker is not valid.', wording: 'unverified' },
  },
  unknownOperation: {
    id: 'elbv2/unknown-operation',
    area: AREA,
    summary: 'An operation that is not emulated, or another version than 2015-12-01: InvalidAction.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html',
    refusal: {
      name: 'InvalidAction',
      message: 'Could not find operation {operation} for version {version}',
      wording: 'unverified',
    },
  },
  rates: {
    id: 'elbv2/rates',
    area: AREA,
    summary: 'Calls a second of an account and region; HTTP 400, by name. No numbers are published.',
    how: 'switchable',
    source: 'thread',
    reference: '`rates`; https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1871',
    refusal: { name: 'Throttling', message: 'Rate exceeded', wording: 'thread' },
  },
  signature: {
    id: 'elbv2/signature',
    area: AREA,
    summary: 'Signature Version 4, as in ACM, with the words and the status of the Query protocol.',
    how: 'switchable',
    source: 'doc',
    reference: "`sigv4: 'check'`",
  },
  permissions: {
    id: 'elbv2/permissions',
    area: AREA,
    summary:
      'A policy as the only permissions of an access key or role: AccessDenied, 403. Reads are permitted on `*` only, a change on the listener, the load balancer for a new listener.',
    how: 'switchable',
    source: 'doc',
    reference:
      '`allow` of fake-acm; https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  },
} as const satisfies Record<string, Rule>;
