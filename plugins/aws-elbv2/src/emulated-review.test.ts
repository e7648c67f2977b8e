import type { LeafOptions } from '@certctl/certificate/issue';
import { isCertctlError } from '@certctl/plugin-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallDouble, EmulatedListener } from './emulated-listener.fixture.js';

const LEAVES: readonly (readonly [what: string, leaf: Partial<LeafOptions>])[] = [
  ...(['RSA-2048', 'RSA-3072', 'RSA-4096', 'EC-P-256', 'EC-P-384', 'EC-P-521'] as const).map(
    (keyAlgorithm) => [keyAlgorithm, { keyAlgorithm }] as const,
  ),
  ['a wildcard', { names: ['*.example.com'] }],
  ['an address', { names: ['192.0.2.1'] }],
  ['an address and a name', { names: ['192.0.2.1', 'www.example.com'] }],
];

describe.each(['application', 'network'] as const)('a load balancer of type %s', (type) => {
  let listener: EmulatedListener;
  beforeAll(async () => {
    listener = await EmulatedListener.start({ type });
  });
  afterAll(() => listener.close());

  it.each(LEAVES)(
    'refuses %s where the review does, and nowhere else',
    { timeout: 60_000 },
    async (_, options) => {
      const { arn, leaf } = await listener.another(options);
      const consumer = await listener.at();
      const observation = await listener.inspect();
      if (observation.state === 'absent') expect.unreachable();
      const findings = listener.binding.review({
        ...consumer,
        observation,
        incoming: { leaf: leaf.facts, chain: [] },
        reference: arn,
        binds: true,
      });
      const refusal = await listener.binding.bind(consumer, arn, new CallDouble()).then(
        () => undefined,
        (error: unknown) => (isCertctlError(error) ? error.failure?.code : expect.unreachable()),
      );
      expect(refusal).toBe(findings.length === 0 ? undefined : 'UnsupportedCertificate');
    },
  );
});
