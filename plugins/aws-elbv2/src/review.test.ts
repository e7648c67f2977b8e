import { issueAuthority, issueLeaf, type LeafOptions } from '@certctl/certificate/issue';
import type { BindingReview, JsonObject } from '@certctl/plugin-api';
import { expect, it } from 'vitest';
import { type ListenerConfig, listenerConfig } from './config.js';
import { leafFor } from './emulated-listener.fixture.js';
import { listenerPlace } from './listener-place.js';
import { review } from './review.js';
import { rules } from './rules.js';

const LISTENER = 'listener/app/shop/0123456789abcdef/fedcba9876543210';
const ARN = `arn:aws:elasticloadbalancing:eu-west-1:123456789012:${LISTENER}`;
const reference = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';

interface Case {
  readonly config?: Partial<ListenerConfig>;
  readonly attributes?: JsonObject;
  readonly over?: Partial<BindingReview<ListenerConfig>>;
  readonly leaf?: Partial<LeafOptions>;
}

async function codes({ config: fields, attributes, over, leaf }: Case): Promise<string[]> {
  const config = listenerConfig.parse({ listener_arn: ARN, ...fields });
  const { facts } = await leafFor(leaf);
  const findings = review({
    place: listenerPlace(config, 'web'),
    config,
    observation: {
      state: 'present',
      references: [],
      attributes: { protocol: 'HTTPS', load_balancer: 'application', ...attributes },
    },
    incoming: { leaf: facts, chain: [] },
    reference,
    binds: true,
    ...over,
  });
  for (const { code, severity } of findings) {
    expect(rules.map((rule) => rule.code)).toContain(code);
    expect(severity).toBe('refusal');
  }
  return findings.map(({ code }) => code);
}

it('has nothing against a usual certificate', async () => {
  expect(await codes({})).toEqual([]);
  expect(await codes({ config: { slot: 'sni' } })).toEqual([]);
});

it.each(['HTTP', 'TCP', 'UDP', 'TCP_UDP', 'QUIC'])('refuses a listener of %s', async (protocol) => {
  expect(await codes({ attributes: { protocol } })).toEqual(['elbv2_no_tls']);
});

it('refuses a certificate of another region, account or partition, where it would be bound', async () => {
  for (const elsewhere of [
    reference.replace('eu-west-1', 'us-east-1'),
    reference.replace('123456789012', '222222222222'),
    reference.replace('arn:aws:', 'arn:aws-cn:'),
  ]) {
    expect(await codes({ over: { reference: elsewhere } })).toEqual(['elbv2_certificate_elsewhere']);
    expect(await codes({ over: { reference: elsewhere, binds: false } })).toEqual([]);
  }
});

it('does not guess where a certificate will be that is yet to be made', async () => {
  const config = listenerConfig.parse({ listener_arn: ARN });
  const { facts: leaf } = await leafFor();
  const observation = { state: 'present', references: [], attributes: { protocol: 'HTTPS' } } as const;
  const place = listenerPlace(config, 'web');
  expect(review({ place, config, observation, incoming: { leaf, chain: [] }, binds: true })).toEqual([]);
});

it('refuses one more certificate than the load balancer may have, and none that is there', async () => {
  const full = { certificates: 25, most_certificates: 25 };
  const sni = { slot: 'sni' } as const;
  expect(await codes({ config: sni, attributes: full })).toEqual(['elbv2_certificates_full']);
  expect(await codes({ config: sni, attributes: { ...full, most_certificates: 26 } })).toEqual([]);
  expect(await codes({ config: sni, attributes: full, over: { binds: false } })).toEqual([]);
  expect(await codes({ attributes: full })).toEqual([]);
});

it('refuses keys that no load balancer serves', async () => {
  const authority = await issueAuthority();
  const { facts } = await issueLeaf(authority, { names: ['www.example.com'] });
  const leaf = { ...facts, keyAlgorithm: 'other:ed25519' } as const;
  expect(await codes({ over: { incoming: { leaf, chain: [] } } })).toEqual(['elbv2_key_algorithm']);
});

it('takes the common name for a name where there is no other', async () => {
  const { facts } = await leafFor();
  const named = (subject: string, sans: readonly string[]) => ({
    over: { incoming: { leaf: { ...facts, subject, sans }, chain: [] } },
  });
  expect(await codes(named('C = DE, CN = www.example.com', []))).toEqual([]);
  expect(await codes(named('C = DE, CN = www.example.com', ['ip:192.0.2.1']))).toEqual([
    'elbv2_name_missing',
  ]);
  expect(await codes(named('', []))).toEqual(['elbv2_name_missing']);
  expect(await codes(named('', ['dns:*.example.com']))).toEqual([]);
});
