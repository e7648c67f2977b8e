import { domainNames } from '../acm/certificate-store.js';
import { isFullyQualified } from '../acm/rules/check-material.js';
import { keyAlgorithm } from '../x509/key-algorithm.js';
import type { ParsedCertificate } from '../x509/parsed-certificate.js';
import type { LoadBalancerType } from './resource-arn.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html */
const NOT_FOR_NETWORK: readonly string[] = ['RSA_4096'];

/** Whether a load balancer of this type can serve it. */
export function isSupported(leaf: ParsedCertificate, type: LoadBalancerType): boolean {
  const key = keyAlgorithm(leaf.publicKey);
  return (
    key.kind === 'supported' &&
    !(type === 'network' && NOT_FOR_NETWORK.includes(key.algorithm)) &&
    domainNames(leaf).some(isFullyQualified)
  );
}
