import type { QueryMembers } from '../../server/query-members.js';
import { refuse } from '../../server/rule.js';
import { dnsNameOf } from '../dns-name.js';
import type { Elbv2Call, Elbv2Output } from '../elbv2-call.js';
import { loadBalancerView } from '../listener-view.js';
import { LoadBalancer } from '../load-balancer.js';
import { isArnOf, type LoadBalancerType, loadBalancerArn, newId } from '../resource-arn.js';
import { resourceRules } from '../rules/resource-rules.js';

const NAME = /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export function createLoadBalancer(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  input.required('Name');
  const name = input.string('Name') ?? '';
  if (!NAME.test(name)) refuse(resourceRules.name, { name });
  const type: LoadBalancerType =
    input.string('Type', { values: ['application', 'network'] }) === 'network' ? 'network' : 'application';
  const isInternal = input.string('Scheme', { values: ['internet-facing', 'internal'] }) === 'internal';
  const scheme = isInternal ? 'internal' : 'internet-facing';
  const subnets = givenSubnets(input, type);
  const tags = givenTags(input);
  const { place, clock, loadBalancers } = call;
  const there = loadBalancers.in(place).find(({ facts }) => facts.name === name);
  if (there !== undefined) {
    if (there.facts.type !== type || there.facts.scheme !== scheme)
      refuse(resourceRules.duplicateName, { name });
    return { LoadBalancers: [loadBalancerView(there)] };
  }
  const id = newId();
  const arn = loadBalancerArn(place, type, name, id);
  const dnsName = dnsNameOf(name, id, type, place.region);
  const createdAt = clock.now();
  const made = new LoadBalancer({ arn, name, type, scheme, dnsName, subnets, tags, place, createdAt });
  loadBalancers.add(made);
  return { LoadBalancers: [loadBalancerView(made)] };
}

function givenSubnets(input: QueryMembers, type: LoadBalancerType): string[] {
  const mapped = input.structures('SubnetMappings')?.map((mapping) => mapping.string('SubnetId') ?? '');
  const subnets = input.strings('Subnets') ?? mapped ?? [];
  const least = type === 'application' ? 2 : 1;
  if (new Set(subnets).size < least) refuse(resourceRules.subnets, { least: least === 2 ? 'two' : 'one' });
  return subnets;
}

const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function givenTags(input: QueryMembers): Record<string, string> {
  const tags = input.structures('Tags') ?? [];
  return Object.fromEntries(
    tags.map((tag) => {
      tag.required('Key');
      const key = tag.string('Key', { min: 1, max: 128, pattern: CHARACTERS }) ?? '';
      return [key, tag.string('Value', { max: 256, pattern: CHARACTERS }) ?? ''];
    }),
  );
}

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html: "If the
 * load balancer does not exist or has already been deleted, the call succeeds."
 */
export function deleteLoadBalancer(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  input.required('LoadBalancerArn');
  const arn = input.string('LoadBalancerArn') ?? '';
  if (!isArnOf('loadbalancer', arn, call.place)) refuse(resourceRules.loadBalancerArn, { arn });
  const loadBalancer = call.loadBalancers.get(arn);
  loadBalancer?.clear();
  loadBalancer?.tellCertificates(call.certificates, call.clock.now());
  call.loadBalancers.delete(arn);
  return {};
}
