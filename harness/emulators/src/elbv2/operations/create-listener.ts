import { isDeepStrictEqual } from 'node:util';
import type { QueryMembers } from '../../server/query-members.js';
import { refuse } from '../../server/rule.js';
import { checkCertificate, checkQuota, givenDefault } from '../check-certificate.js';
import { checkProtocol, givenPolicy, givenProtocol } from '../check-protocol.js';
import { type Elbv2Call, type Elbv2Output, namedListener, namedLoadBalancer } from '../elbv2-call.js';
import { isSecure, Listener, type ListenerVersion, type Protocol } from '../listener.js';
import { listenerView } from '../listener-view.js';
import type { LoadBalancer } from '../load-balancer.js';
import { listenerArn, newId } from '../resource-arn.js';
import { certificateRules } from '../rules/certificate-rules.js';
import { resourceRules } from '../rules/resource-rules.js';
import { plain } from './modify-listener.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html: of the API. */
export const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
export function createListener(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  const loadBalancer = namedLoadBalancer(input, call);
  // Both are optional in the model for the sake of gateway load balancers.
  for (const member of ['DefaultActions', 'Protocol', 'Port']) input.required(member);
  const protocol = givenProtocol(input) ?? refuse(resourceRules.protocol, { protocol: '' });
  checkProtocol(protocol, loadBalancer);
  const wanted = {
    protocol,
    port: input.integer('Port', 1, 65_535) ?? 0,
    defaultActions: input.whole('DefaultActions'),
    ...(isSecure(protocol) ? secured(input, protocol, loadBalancer, call) : plain(input, protocol)),
  };
  const listener = sameListener(wanted, loadBalancer) ?? made(wanted, loadBalancer, call);
  return { Listeners: [listenerView({ listener, loadBalancer }, listener.current)] };
}

type Wanted = Omit<ListenerVersion, 'changedAt' | 'principal'>;

function secured(input: QueryMembers, protocol: Protocol, loadBalancer: LoadBalancer, call: Elbv2Call) {
  const defaultCertificate = givenDefault(input, protocol) ?? refuse(certificateRules.required, { protocol });
  const sslPolicy = givenPolicy(input) ?? DEFAULT_POLICY;
  checkCertificate(defaultCertificate, loadBalancer, call);
  return { sslPolicy, defaultCertificate, certificates: [] };
}

/** "This operation is idempotent": the same again is the listener that there is. */
function sameListener(wanted: Wanted, loadBalancer: LoadBalancer): Listener | undefined {
  const there = loadBalancer.listeners.find(({ current }) => current.port === wanted.port);
  if (there === undefined) return undefined;
  const { changedAt: _, principal: __, ...settings } = there.current;
  if (isDeepStrictEqual(settings, wanted)) return there;
  return refuse(resourceRules.duplicateListener, { arn: loadBalancer.facts.arn });
}

function made(wanted: Wanted, loadBalancer: LoadBalancer, call: Elbv2Call): Listener {
  const { clock, principal, settings } = call;
  const first = { ...wanted, changedAt: clock.now(), principal: principal.arn };
  checkQuota(loadBalancer, undefined, first, call);
  const { arn } = loadBalancer.facts;
  const listener = new Listener(listenerArn(arn, newId()), arn, first);
  const late = settings.lateReads;
  if (late !== null) listener.delayReads(late.reads ?? 0, first.changedAt + (late.ms ?? 0));
  loadBalancer.add(listener);
  loadBalancer.tellCertificates(call.certificates, first.changedAt);
  return listener;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html */
export function deleteListener(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  const { listener, loadBalancer } = namedListener(input, call);
  loadBalancer.delete(listener.arn);
  loadBalancer.tellCertificates(call.certificates, call.clock.now());
  return {};
}
