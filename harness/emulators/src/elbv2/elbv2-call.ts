import type { Place } from '../acm/arn.js';
import type { CertificateStore } from '../acm/certificate-store.js';
import { page } from '../acm/paging.js';
import type { Principal } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import type { QueryMembers } from '../server/query-members.js';
import type { XmlValue } from '../server/query-protocol.js';
import { refuse } from '../server/rule.js';
import type { CertificateLookups } from './certificate-lookups.js';
import type { Elbv2Fault } from './elbv2-fault.js';
import type { ListenerVersion } from './listener.js';
import type { LoadBalancer } from './load-balancer.js';
import type { FoundListener, LoadBalancerStore } from './load-balancer-store.js';
import { isArnOf } from './resource-arn.js';
import { protocolRules } from './rules/protocol-rules.js';
import { resourceRules } from './rules/resource-rules.js';
import type { Elbv2Settings } from './settings.js';

/** One authenticated call, with what it works on. */
export interface Elbv2Call {
  readonly loadBalancers: LoadBalancerStore;
  /** Those of ACM. */
  readonly certificates: CertificateStore;
  readonly lookups: CertificateLookups;
  readonly settings: Elbv2Settings;
  readonly clock: Clock;
  readonly place: Place;
  readonly principal: Principal;
  /** Faults of this call that are the service's own. */
  readonly faults: readonly Elbv2Fault[];
}

export type Elbv2Output = { readonly [name: string]: XmlValue | undefined };

/** An operation takes its input and gives its output. */
export type Elbv2Operation = (input: QueryMembers, call: Elbv2Call) => Elbv2Output | Promise<Elbv2Output>;

export function hasFault(call: Elbv2Call, kind: Elbv2Fault['kind']): boolean {
  return call.faults.some((fault) => fault.kind === kind);
}

/** The listener that `ListenerArn` names. */
export function namedListener(input: QueryMembers, call: Elbv2Call): FoundListener {
  input.required('ListenerArn');
  return findListener(input.string('ListenerArn') ?? '', call);
}

export function findListener(arn: string, call: Elbv2Call): FoundListener {
  if (!isArnOf('listener', arn, call.place)) refuse(resourceRules.listenerArn, { arn });
  return call.loadBalancers.listener(arn) ?? refuse(resourceRules.listenerFound);
}

/** The load balancer that `LoadBalancerArn` names. */
export function namedLoadBalancer(input: QueryMembers, call: Elbv2Call): LoadBalancer {
  input.required('LoadBalancerArn');
  const arn = input.string('LoadBalancerArn') ?? '';
  if (!isArnOf('loadbalancer', arn, call.place)) refuse(resourceRules.loadBalancerArn, { arn });
  return call.loadBalancers.get(arn) ?? refuse(resourceRules.loadBalancerNamed, { arn });
}

/** What a read of the listener sees at this moment: perhaps not yet the last change, or not even the listener. */
export function readVersion({ listener }: FoundListener, call: Elbv2Call): ListenerVersion | undefined {
  return hasFault(call, 'stale-read') ? listener.previous : listener.visible(call.clock.now());
}

/** One page of a list as `Marker` and `PageSize` ask for it. */
export function pageOf<T>(
  items: readonly T[],
  listing: unknown,
  input: QueryMembers,
  call: Elbv2Call,
): { readonly items: readonly T[]; readonly NextMarker: string | undefined } {
  const size = Math.min(input.integer('PageSize', 1, 400) ?? 400, call.settings.pageSize);
  const found = page(items, {
    listing: [call.place, listing],
    token: input.string('Marker') || undefined,
    size,
    badToken: () => refuse(protocolRules.marker),
  });
  return { items: found.items, NextMarker: found.next };
}
