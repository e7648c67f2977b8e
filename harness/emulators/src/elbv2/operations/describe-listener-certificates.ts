import type { QueryMembers } from '../../server/query-members.js';
import { refuse } from '../../server/rule.js';
import { type Elbv2Call, type Elbv2Output, namedListener, pageOf, readVersion } from '../elbv2-call.js';
import { resourceRules } from '../rules/resource-rules.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html */
export function describeListenerCertificates(input: QueryMembers, call: Elbv2Call): Elbv2Output {
  const found = namedListener(input, call);
  const { defaultCertificate, certificates } =
    readVersion(found, call) ?? refuse(resourceRules.listenerFound);
  const isListedToo = defaultCertificate !== undefined && certificates.includes(defaultCertificate);
  const listed =
    call.settings.defaultListed === 'twice' && defaultCertificate !== undefined && !isListedToo
      ? [defaultCertificate, ...certificates]
      : certificates;
  const all = [
    ...(defaultCertificate === undefined ? [] : [{ CertificateArn: defaultCertificate, IsDefault: true }]),
    ...listed.map((CertificateArn) => ({ CertificateArn, IsDefault: false })),
  ];
  const { items, NextMarker } = pageOf(all, found.listener.arn, input, call);
  return { Certificates: items, NextMarker };
}
