import { parseCertificateArn } from '../acm/arn.js';
import type { StoredCertificate } from '../acm/certificate-store.js';
import type { QueryMembers } from '../server/query-members.js';
import { refuse } from '../server/rule.js';
import type { Elbv2Call } from './elbv2-call.js';
import type { Listener, ListenerVersion, Protocol } from './listener.js';
import type { LoadBalancer } from './load-balancer.js';
import { certificateRules } from './rules/certificate-rules.js';
import { isSupported } from './supported-certificate.js';

/**
 * The ARNs in `Certificates`; undefined when the member is absent.
 * @throws ServiceError ValidationError when one of them says whether it is the default
 */
export function certificateArns(input: QueryMembers): string[] | undefined {
  return input.structures('Certificates')?.map((certificate) => {
    if (certificate.has('IsDefault')) refuse(certificateRules.isDefault);
    certificate.required('CertificateArn');
    return certificate.string('CertificateArn') ?? '';
  });
}

/** The one default certificate that a call gives a listener; undefined when it gives none. */
export function givenDefault(input: QueryMembers, protocol: Protocol): string | undefined {
  const arns = certificateArns(input);
  if (arns === undefined) return undefined;
  const [arn] = arns;
  if (arn === undefined) return refuse(certificateRules.required, { protocol });
  if (arns.length > 1) refuse(certificateRules.oneDefault, { count: arns.length });
  return arn;
}

const IAM_CERTIFICATE = /^arn:aws[a-z-]*:iam::\d{12}:server-certificate\//;

/**
 * Holds a certificate that a listener is to have to the rules for it.
 * @throws ServiceError for the first rule that is broken
 */
export function checkCertificate(
  arn: string,
  { facts }: LoadBalancer,
  { certificates, lookups, settings, clock, place }: Elbv2Call,
): StoredCertificate {
  if (IAM_CERTIFICATE.test(arn)) refuse(certificateRules.found, { arn });
  const parsed = parseCertificateArn(arn);
  if (parsed?.region !== place.region) refuse(certificateRules.arn, { arn });
  if (parsed.account !== place.account) refuse(certificateRules.account, { arn });
  const found = certificates.get(arn) ?? refuse(certificateRules.found, { arn });
  const now = clock.now();
  if (lookups.isLate(found, settings.lateCertificates, now)) refuse(certificateRules.found, { arn });
  const { leaf } = found.current;
  if (settings.expiredCertificates === 'refuse' && leaf.notAfter < now)
    refuse(certificateRules.expired, { arn });
  if (settings.unsupportedKeys === 'refuse' && !isSupported(leaf, facts.type))
    refuse(certificateRules.supported, { arn });
  return found;
}

/** @throws ServiceError TooManyCertificates when the load balancer would have more with this version */
export function checkQuota(
  loadBalancer: LoadBalancer,
  changed: Listener | undefined,
  next: ListenerVersion,
  { settings }: Elbv2Call,
): void {
  const { certificatesPerApplicationLoadBalancer, certificatesPerNetworkLoadBalancer } = settings.quotas;
  const { type, arn } = loadBalancer.facts;
  const most =
    type === 'application' ? certificatesPerApplicationLoadBalancer : certificatesPerNetworkLoadBalancer;
  const others = loadBalancer.listeners.filter((listener) => listener !== changed);
  const versions = [...others.map(({ current }) => current), next];
  const count = versions.reduce((sum, version) => sum + extraCertificates(version), 0);
  if (count > most) refuse(certificateRules.quota, { arn });
}

function extraCertificates({ certificates, defaultCertificate }: ListenerVersion): number {
  return certificates.filter((arn) => arn !== defaultCertificate).length;
}
