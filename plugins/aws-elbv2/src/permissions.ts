import type { Permission, Quota } from '@certctl/plugin-api';
import { allow, assumeRolePermission, lookupEventsPermission, lookupEventsQuota } from '@certctl/plugin-aws';

const LISTENERS = 'arn:aws:elasticloadbalancing:*:*:listener/*';

/** The operations of the list of certificates, which a binding of slot `default` does without. */
export const LIST_OPERATIONS: ReadonlySet<string> = new Set([
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:AddListenerCertificates',
  'elasticloadbalancing:RemoveListenerCertificates',
  'elasticloadbalancing:DescribeAccountLimits',
]);

/** The operation of the default certificate, which a binding of slot `sni` does without. */
export const DEFAULT_OPERATION = 'elasticloadbalancing:ModifyListener';

/**
 * Everything that the plugin may call. The reads know no resources and are granted on `*`, the writes on a listener:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export const permissions: readonly Permission[] = [
  {
    operation: 'elasticloadbalancing:DescribeListeners',
    effect: 'read',
    need: 'required',
    on: ['inspect', 'deploy', 'roll back'],
    why: 'Reads protocol, port and default certificate of the listener, before a change to know what comes back, after it to prove it; for slot sni those of its load balancer, to count their certificates.',
    grant: allow('elasticloadbalancing:DescribeListeners', '*'),
  },
  {
    operation: DEFAULT_OPERATION,
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Slot default: sets the default certificate of the listener, and nothing else of it.',
    grant: allow('elasticloadbalancing:ModifyListener', LISTENERS),
  },
  {
    operation: 'elasticloadbalancing:DescribeListenerCertificates',
    effect: 'read',
    need: 'required',
    on: ['inspect', 'deploy', 'roll back'],
    why: 'Slot sni: reads the list of certificates.',
    grant: allow('elasticloadbalancing:DescribeListenerCertificates', '*'),
  },
  {
    operation: 'elasticloadbalancing:AddListenerCertificates',
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Slot sni: adds a certificate to the list.',
    grant: allow('elasticloadbalancing:AddListenerCertificates', LISTENERS),
  },
  {
    operation: 'elasticloadbalancing:RemoveListenerCertificates',
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Slot sni: takes a superseded certificate of certctl from the list, and on the way back the new one.',
    grant: allow('elasticloadbalancing:RemoveListenerCertificates', LISTENERS),
  },
  {
    operation: 'elasticloadbalancing:DescribeAccountLimits',
    effect: 'read',
    need: 'optional',
    on: ['inspect'],
    why: 'Slot sni: tells how many certificates a load balancer may have; asked when it has the 25 that every account may.',
    without: 'A quota that was raised is not known, and 25 is taken for it.',
    grant: allow('elasticloadbalancing:DescribeAccountLimits', '*'),
  },
  {
    operation: 'tls:Handshake',
    effect: 'read',
    need: 'optional',
    on: ['inspect', 'deploy', 'roll back'],
    why: 'Connects to the endpoint that probe names and looks at its certificate. It sends no data and needs no grant.',
    without: 'What the listener serves is not seen, and the settings alone prove the change.',
  },
  {
    operation: 'sts:GetCallerIdentity',
    effect: 'read',
    need: 'optional',
    on: ['audit'],
    why: 'Tells who our own writes are by. AWS allows it to everybody; no policy has to grant it.',
    without: 'Writes of ours that are in no record here are shown as those of somebody else.',
  },
  assumeRolePermission,
  lookupEventsPermission,
];

/**
 * Of the event history alone: AWS publishes no rates for operations of listeners. They are throttled all the same, and `Throttling` is repeated.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
export const quotas: readonly Quota[] = [lookupEventsQuota];
