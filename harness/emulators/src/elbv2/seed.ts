import type { Place } from '../acm/arn.js';
import { dnsNameOf } from './dns-name.js';
import { isSecure, Listener, type Protocol } from './listener.js';
import { LoadBalancer } from './load-balancer.js';
import { DEFAULT_POLICY } from './operations/create-listener.js';
import { type LoadBalancerType, listenerArn, loadBalancerArn, newId } from './resource-arn.js';

/** A load balancer that is there before the test begins. */
export interface LoadBalancerOption {
  /** @default 'application' */
  readonly type?: LoadBalancerType;
  /** Made when left out. */
  readonly name?: string;
  readonly region?: string;
  readonly account?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** What DescribeLoadBalancers tells as its DNSName: `127.0.0.1` for whoever connects to it. */
  readonly dnsName?: string;
}

/** A listener that is there before the test begins; no rule is applied. */
export interface ListenerOption {
  /** ARN. */
  readonly loadBalancer: string;
  /** HTTPS of an application load balancer and TLS of a network load balancer when left out. */
  readonly protocol?: Protocol;
  /** As the API tells it; where it really listens, `listenTls` tells. @default 443 */
  readonly port?: number;
  /** ARN of the default certificate. */
  readonly certificate?: string;
  /** ARNs of the certificate list. */
  readonly certificates?: readonly string[];
  readonly sslPolicy?: string;
}

export function seededLoadBalancer(option: LoadBalancerOption, place: Place, now: number): LoadBalancer {
  const { type = 'application', name = `seeded-${newId()}`, tags = {} } = option;
  const id = newId();
  return new LoadBalancer({
    arn: loadBalancerArn(place, type, name, id),
    name,
    type,
    scheme: 'internet-facing',
    dnsName: option.dnsName ?? dnsNameOf(name, id, type, place.region),
    subnets: ['subnet-00000000000000001', 'subnet-00000000000000002'],
    tags,
    place,
    createdAt: now,
  });
}

export function seededListener(option: ListenerOption, { facts }: LoadBalancer, now: number): Listener {
  const { certificate, certificates = [], port = 443 } = option;
  const protocol = option.protocol ?? (facts.type === 'network' ? 'TLS' : 'HTTPS');
  return new Listener(listenerArn(facts.arn, newId()), facts.arn, {
    protocol,
    port,
    sslPolicy: isSecure(protocol) ? (option.sslPolicy ?? DEFAULT_POLICY) : undefined,
    defaultCertificate: certificate,
    certificates,
    defaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
    changedAt: now,
    principal: `arn:aws:iam::${facts.place.account}:user/somebody-else`,
  });
}
