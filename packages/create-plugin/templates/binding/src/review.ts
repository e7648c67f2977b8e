import type { BindingReview, Finding, Rule } from '@certctl/plugin-api';
import type { AcmeCloudConfig } from './config.js';

/** Yours: the consumers' own rules, each with the document that states it. */
export const RULES: readonly Rule[] = [
  {
    code: 'acme_cloud_gateway_without_tls',
    summary: 'The gateway ends no TLS, and takes no certificate.',
    source: 'https://docs.acme-cloud.example/gateways#protocols',
  },
];

/** What the service would refuse, said before anything is sent. Offline and pure: what it knows was observed. */
export function review({ place, observation, binds }: BindingReview<AcmeCloudConfig>): readonly Finding[] {
  const protocol = observation.attributes?.protocol;
  if (!binds || protocol === 'https') return [];
  return [
    {
      code: 'acme_cloud_gateway_without_tls',
      severity: 'refusal',
      message: `The protocol of ${place.title} is ${String(protocol)}, and only https takes a certificate.`,
      remedy: 'Name another gateway, or change its protocol.',
      source: 'https://docs.acme-cloud.example/gateways#protocols',
    },
  ];
}
