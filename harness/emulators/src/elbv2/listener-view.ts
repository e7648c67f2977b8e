import type { XmlValue } from '../server/query-protocol.js';
import type { ListenerVersion } from './listener.js';
import type { LoadBalancer } from './load-balancer.js';
import type { FoundListener } from './load-balancer-store.js';

/** As DescribeListeners and what makes or changes one answer it: the default certificate alone, not marked as such. */
export function listenerView({ listener }: FoundListener, version: ListenerVersion): XmlValue {
  const { port, protocol, sslPolicy, defaultCertificate, defaultActions } = version;
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Port: port,
    Protocol: protocol,
    Certificates: defaultCertificate === undefined ? undefined : [{ CertificateArn: defaultCertificate }],
    SslPolicy: sslPolicy,
    DefaultActions: defaultActions,
  };
}

export function loadBalancerView({ facts }: LoadBalancer): XmlValue {
  return {
    LoadBalancerArn: facts.arn,
    DNSName: facts.dnsName,
    CanonicalHostedZoneId: 'Z00000000000000000000',
    CreatedTime: new Date(facts.createdAt).toISOString(),
    LoadBalancerName: facts.name,
    Scheme: facts.scheme,
    VpcId: 'vpc-00000000000000000',
    State: { Code: 'active' },
    Type: facts.type,
    AvailabilityZones: facts.subnets.map((SubnetId, index) => ({
      ZoneName: `${facts.place.region}${String.fromCharCode(97 + (index % 26))}`,
      SubnetId,
    })),
    IpAddressType: 'ipv4',
  };
}
