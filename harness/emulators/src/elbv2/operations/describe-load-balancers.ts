import type { QueryMembers } from '../../server/query-members.js';
import { refuse } from '../../server/rule.js';
import { type Elbv2Call, type Elbv2Output, hasFault, pageOf } from '../elbv2-call.js';
import { loadBalancerView } from '../listener-view.js';
import type { LoadBalancer } from '../load-balancer.js';
import { isArnOf } from '../resource-arn.js';
import { resourceRules } from '../rules/resource-rules.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export function describeLoadBalancers(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  const arns = input.strings('LoadBalancerArns') ?? [];
  const names = input.strings('Names') ?? [];
  if (arns.length > 0 && names.length > 0) refuse(resourceRules.whichLoadBalancers);
  for (const arn of arns)
    if (!isArnOf('loadbalancer', arn, call.place)) refuse(resourceRules.loadBalancerArn, { arn });
  const all = call.loadBalancers.in(call.place);
  const seen = hasFault(call, 'stale-read') ? all.slice(0, -1) : all;
  const asked = [...arns, ...names];
  const found = asked.length === 0 ? seen : seen.filter((each) => asked.some((text) => isNamed(each, text)));
  const missing = asked.filter((text) => !found.some((each) => isNamed(each, text)));
  if (missing.length > 0) refuse(resourceRules.loadBalancerFound, { names: missing.join(', ') });
  const { items, NextMarker } = pageOf(found, asked, input, call);
  return { LoadBalancers: items.map(loadBalancerView), NextMarker };
}

function isNamed({ facts }: LoadBalancer, text: string): boolean {
  return facts.arn === text || facts.name === text;
}
