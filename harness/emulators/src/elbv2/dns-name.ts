import type { LoadBalancerType } from './resource-arn.js';

/** As the service names them; nothing resolves it. */
export function dnsNameOf(name: string, id: string, type: LoadBalancerType, region: string): string {
  return type === 'application'
    ? `${name}-${Number.parseInt(id.slice(0, 8), 16)}.${region}.elb.amazonaws.com`
    : `${name}-${id}.elb.${region}.amazonaws.com`;
}
