import type { Finding, ReviewInput, Rule } from '@certctl/plugin-api';
import type { AcmeCloudConfig } from './config.js';

/** Yours: the service's own rules for a certificate, each with the document that states it. */
export const RULES: readonly Rule[] = [
  {
    code: 'acme_cloud_key_unsupported',
    summary: 'Acme Cloud takes no key of this kind.',
    source: 'https://docs.acme-cloud.example/certificates#keys',
  },
];

const KEYS: readonly string[] = ['RSA-2048', 'RSA-3072', 'RSA-4096', 'EC-P-256', 'EC-P-384'];

/**
 * What the service would refuse, said before anything is sent. Offline and pure: the engine asks it twice, for the
 * new certificate and for the way back.
 */
export function review({ incoming: { leaf } }: ReviewInput<AcmeCloudConfig>): readonly Finding[] {
  if (KEYS.includes(leaf.keyAlgorithm)) return [];
  return [
    {
      code: 'acme_cloud_key_unsupported',
      severity: 'refusal',
      message: `The key is ${leaf.keyAlgorithm}, and Acme Cloud takes ${KEYS.join(', ')}.`,
      remedy: 'Issue the certificate with a key of one of these kinds.',
      source: 'https://docs.acme-cloud.example/certificates#keys',
    },
  ];
}
