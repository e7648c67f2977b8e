import type { BindingReview, CertificateFacts, Finding } from '@certctl/plugin-api';
import { USUAL_MOST } from './certificate-room.js';
import { type ListenerConfig, listenerOf } from './config.js';
import { isSecure } from './elb-api.js';
import { finding } from './rules.js';

/** What a load balancer does not take, offline. */
export function review(input: BindingReview<ListenerConfig>): readonly Finding[] {
  const { config, place, observation, incoming, binds } = input;
  const protocol = String(observation.attributes?.protocol);
  if (!isSecure({ protocol })) {
    const remedy = 'Name a listener of protocol HTTPS or TLS, or take the binding out of the target.';
    return [finding('elbv2_no_tls', `${place.title} speaks ${protocol}, which has no certificates.`, remedy)];
  }
  return [
    ...keyFindings(incoming.leaf, config, place.title),
    ...nameFindings(incoming.leaf, place.title),
    ...(binds ? [...elsewhereFindings(input), ...roomFindings(input)] : []),
  ];
}

function keyFindings(
  { keyAlgorithm }: CertificateFacts,
  config: ListenerConfig,
  title: string,
): readonly Finding[] {
  if (keyAlgorithm.startsWith('other:')) {
    const remedy = 'Have the certificate issued for a key of EC P-256 or RSA 2048.';
    const message = `${title} serves no keys of ${keyAlgorithm.slice(6)}.`;
    return [finding('elbv2_key_algorithm', message, remedy)];
  }
  if (keyAlgorithm === 'RSA-4096' && listenerOf(config).type === 'network') {
    const remedy = 'Have the certificate issued for a key of EC P-256, or of RSA up to 3072.';
    const message = `${title} is of a Network Load Balancer, which serves no keys of RSA 4096.`;
    return [finding('elbv2_key_too_long', message, remedy)];
  }
  return [];
}

/** The pattern of a domain name in the API of ACM. */
const FQDN = /^(\*\.)?((?!-)[a-z0-9-]{0,62}[a-z0-9]\.)+(?!-)[a-z0-9-]{1,62}[a-z0-9]$/i;

function nameFindings(leaf: CertificateFacts, title: string): readonly Finding[] {
  const names = leaf.sans.flatMap((san) => (san.startsWith('dns:') ? [san.slice('dns:'.length)] : []));
  // The common name stands in only where there is no alternative name (RFC 6125, 6.4.4).
  const commonName =
    leaf.sans.length === 0 ? /(?:^|[,/+])\s*CN\s*=\s*([^,/+]+)/.exec(leaf.subject)?.[1] : undefined;
  if ([...names, commonName?.trim() ?? ''].some((name) => FQDN.test(name))) return [];
  const shown = leaf.sans.join(', ') || leaf.subject || 'nothing';
  const message = `${title} serves no certificate without a fully qualified domain name, and this one names ${shown}.`;
  return [finding('elbv2_name_missing', message, 'Have it issued for the name that clients ask for.')];
}

/** `arn:<partition>:acm:<region>:<account>:certificate/…` */
const CERTIFICATE = /^arn:([a-z-]+):acm:([a-z0-9-]+):(\d{12}):/;

/** What is yet to be made has no reference, and is looked at by the service alone. */
function elsewhereFindings({ config, place, reference }: BindingReview<ListenerConfig>): readonly Finding[] {
  const [, partition, region, account] = (reference && CERTIFICATE.exec(reference)) || [];
  if (reference === undefined || account === undefined) return [];
  const listener = listenerOf(config);
  const [held, own] = [
    `${partition}, ${region}, ${account}`,
    `${listener.partition}, ${listener.region}, ${listener.account}`,
  ];
  if (held === own) return [];
  const message = `${reference} is of another partition, region or account (${held}) than ${place.title} (${own}).`;
  const remedy = `Deploy to a target in ${listener.region} of account ${listener.account}, and bind the listener there.`;
  return [finding('elbv2_certificate_elsewhere', message, remedy)];
}

function roomFindings({ config, place, observation }: BindingReview<ListenerConfig>): readonly Finding[] {
  if (config.slot !== 'sni') return [];
  const { certificates: has = 0, most_certificates: most = USUAL_MOST } = observation.attributes ?? {};
  if (Number(has) < Number(most)) return [];
  const message = `the listeners of the load balancer of ${place.title} have ${has} certificates beside their defaults, and may have ${most}.`;
  const remedy =
    'Remove a certificate that nobody needs, or have the quota raised; a raised one is read with elasticloadbalancing:DescribeAccountLimits.';
  return [finding('elbv2_certificates_full', message, remedy)];
}
