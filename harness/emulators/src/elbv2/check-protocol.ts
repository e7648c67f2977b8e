import type { QueryMembers } from '../server/query-members.js';
import { refuse } from '../server/rule.js';
import { PROTOCOLS, type Protocol } from './listener.js';
import type { LoadBalancer } from './load-balancer.js';
import type { LoadBalancerType } from './resource-arn.js';
import { resourceRules } from './rules/resource-rules.js';

const ALLOWED: Readonly<Record<LoadBalancerType, readonly Protocol[]>> = {
  application: ['HTTP', 'HTTPS'],
  network: ['TCP', 'TLS', 'UDP', 'TCP_UDP'],
};

/** The protocol that a call names; undefined when it names none. */
export function givenProtocol(input: QueryMembers): Protocol | undefined {
  const given = input.string('Protocol', { values: PROTOCOLS });
  return PROTOCOLS.find((protocol) => protocol === given);
}

/** @throws ServiceError when the load balancer has no such listeners */
export function checkProtocol(protocol: Protocol, { facts }: LoadBalancer): void {
  const allowed = ALLOWED[facts.type];
  if (!allowed.includes(protocol)) refuse(resourceRules.protocol, { protocol, allowed: allowed.join(', ') });
}

/** The form of all names in https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html. */
const POLICY = /^ELBSecurityPolicy-(\d{4}-\d{2}|(TLS|FS|TLS13)-[A-Za-z0-9-]*\d{4}-\d{2})$/;

/** The security policy that a call names; undefined when it names none. */
export function givenPolicy(input: QueryMembers): string | undefined {
  const policy = input.string('SslPolicy');
  if (policy !== undefined && !POLICY.test(policy)) refuse(resourceRules.policyFound, { policy });
  return policy;
}
