import type { QueryMembers } from '../../server/query-members.js';
import { refuse } from '../../server/rule.js';
import {
  type Elbv2Call,
  type Elbv2Output,
  findListener,
  namedLoadBalancer,
  pageOf,
  readVersion,
} from '../elbv2-call.js';
import { listenerView } from '../listener-view.js';
import type { FoundListener } from '../load-balancer-store.js';
import { resourceRules } from '../rules/resource-rules.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html */
export function describeListeners(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  const arns = input.strings('ListenerArns') ?? [];
  if (arns.length > 0 === input.has('LoadBalancerArn')) refuse(resourceRules.whichListeners);
  const asked = arns.length > 0 ? arns.map((arn) => findListener(arn, call)) : listenersOf(input, call);
  const seen = asked.flatMap((found) => {
    const version = readVersion(found, call);
    return version === undefined ? [] : [{ found, version }];
  });
  // One that was asked for by its ARN is missed; in a list it is left out.
  if (arns.length > seen.length) refuse(resourceRules.listenerFound);
  const { items, NextMarker } = pageOf(seen, [arns, input.string('LoadBalancerArn')], input, call);
  return { Listeners: items.map(({ found, version }) => listenerView(found, version)), NextMarker };
}

function listenersOf(input: QueryMembers, call: Elbv2Call): FoundListener[] {
  const loadBalancer = namedLoadBalancer(input, call);
  return loadBalancer.listeners.map((listener) => ({ listener, loadBalancer }));
}
