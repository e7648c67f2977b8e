import type { QueryMembers } from '../../server/query-members.js';
import { refuse } from '../../server/rule.js';
import { type Elbv2Call, type Elbv2Output, findListener } from '../elbv2-call.js';
import { isArnOf } from '../resource-arn.js';
import { resourceRules } from '../rules/resource-rules.js';

const MOST_RESOURCES = 20;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
export function describeTags(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  input.required('ResourceArns');
  const arns = input.strings('ResourceArns') ?? [];
  if (arns.length > MOST_RESOURCES) refuse(resourceRules.tags, { count: arns.length });
  return {
    TagDescriptions: arns.map((ResourceArn) => ({
      ResourceArn,
      Tags: Object.entries(tagsOf(ResourceArn, call)).map(([Key, Value]) => ({ Key, Value })),
    })),
  };
}

function tagsOf(arn: string, call: Elbv2Call): Readonly<Record<string, string>> {
  if (arn.includes(':listener/')) {
    findListener(arn, call);
    return {};
  }
  if (!isArnOf('loadbalancer', arn, call.place)) refuse(resourceRules.loadBalancerArn, { arn });
  const found = call.loadBalancers.get(arn) ?? refuse(resourceRules.loadBalancerFound, { names: arn });
  return found.facts.tags;
}
