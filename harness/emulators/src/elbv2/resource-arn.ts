import { randomBytes } from 'node:crypto';
import { type Place, partitionOf } from '../acm/arn.js';

export type LoadBalancerType = 'application' | 'network';

const KINDS: Readonly<Record<LoadBalancerType, string>> = { application: 'app', network: 'net' };

/** Sixteen hex digits, as the service's own. */
export function newId(): string {
  return randomBytes(8).toString('hex');
}

export function loadBalancerArn(place: Place, type: LoadBalancerType, name: string, id: string): string {
  return `${prefix(place)}loadbalancer/${KINDS[type]}/${name}/${id}`;
}

export function listenerArn(loadBalancer: string, id: string): string {
  return `${loadBalancer.replace(':loadbalancer/', ':listener/')}/${id}`;
}

/** Whether it is the ARN of such a resource in this account and region; of another place it is none. */
export function isArnOf(resource: 'loadbalancer' | 'listener', text: string, place: Place): boolean {
  const ids = resource === 'listener' ? '/[0-9a-f]{16}' : '';
  const shape = new RegExp(`^${resource}/(app|net)/[A-Za-z0-9-]{1,32}/[0-9a-f]{16}${ids}$`);
  return text.startsWith(prefix(place)) && shape.test(text.slice(prefix(place).length));
}

function prefix({ region, account }: Place): string {
  return `arn:${partitionOf(region)}:elasticloadbalancing:${region}:${account}:`;
}
