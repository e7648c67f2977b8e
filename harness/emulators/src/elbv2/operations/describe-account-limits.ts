import type { QueryMembers } from '../../server/query-members.js';
import { type Elbv2Call, type Elbv2Output, pageOf } from '../elbv2-call.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html */
export function describeAccountLimits(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  const { certificatesPerApplicationLoadBalancer, certificatesPerNetworkLoadBalancer } = call.settings.quotas;
  const limits = [
    {
      Name: 'certificates-per-application-load-balancer',
      Max: String(certificatesPerApplicationLoadBalancer),
    },
    { Name: 'certificates-per-network-load-balancer', Max: String(certificatesPerNetworkLoadBalancer) },
  ];
  const { items, NextMarker } = pageOf(limits, 'limits', input, call);
  return { Limits: items, NextMarker };
}
