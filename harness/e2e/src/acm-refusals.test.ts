import type { IssuedLeaf, LeafOptions } from '@certctl/certificate/issue';
import type { Target } from '@certctl/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AcmScenario, codesOf, expectStatus, holds, leafIssued } from './acm-scenario.js';

let scenario: AcmScenario;
beforeEach(async () => {
  scenario = await AcmScenario.create();
});
afterEach(() => scenario.close());

function seed(leaf: IssuedLeaf, tags: Readonly<Record<string, string>> = {}): string {
  return scenario.emulator.seed({
    certificate: leaf.certificatePem,
    privateKey: leaf.privateKeyPem,
    chain: leaf.chainPem,
    tags,
  });
}

function tagsOf(instance: string): Record<string, string> {
  return {
    'certctl-managed-by': 'certctl',
    'certctl-certificate-id': 'web',
    'certctl-target-id': 'web',
    'certctl-instance': instance,
  };
}

describe('whose certificate it is', () => {
  it('several that could be meant are refused, each with its uses and the line that pins it', async () => {
    const leaf = await leafIssued(10);
    const [used, unused] = [seed(leaf, tagsOf('e2e')), seed(leaf, tagsOf('e2e'))];
    scenario.emulator.use(used, 'arn:aws:elasticloadbalancing:the-balancer');
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'refused');
    expect(outcome.error.code).toBe('several_matches');
    expect(outcome.error.remedy).toContain(
      `certificate_arn: ${used} (used by arn:aws:elasticloadbalancing:the-balancer)`,
    );
    expect(outcome.error.remedy).toContain(`certificate_arn: ${unused} (not in use)`);
    expect(scenario.writes()).toEqual([]);
    const pinned = scenario.target({ certificate_arn: used });
    expectStatus(await scenario.deploy(await leafIssued(5), { target: pinned }), 'deployed');
    expect(holds(scenario.emulator.state.certificate(unused), leaf)).toBe(true);
  });

  it("another installation's certificate is refused", async () => {
    const leaf = await leafIssued(10);
    const target = scenario.target({ certificate_arn: seed(leaf, tagsOf('theirs')) });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'refused');
    expect(codesOf(outcome)).toContain('not_ours');
    expect(outcome.error.message).toContain('theirs');
    expect(scenario.writes()).toEqual([]);
  });

  it('a stranger is taken over for one deploy only, and only while the leaf is the one that was named', async () => {
    const [theirs, changed] = [await leafIssued(12), await leafIssued(10)];
    const target = scenario.target({ certificate_arn: seed(theirs) });
    const take = (leaf: IssuedLeaf) => ({ target, acts: { takeOver: leaf.facts.fingerprint } });
    const wrong = expectStatus(await scenario.deploy(await leafIssued(5), take(changed)), 'refused');
    expect(codesOf(wrong)).toContain('not_ours');
    expect(scenario.writes()).toEqual([]);
    const ours = await leafIssued(5);
    const taken = expectStatus(await scenario.deploy(ours, take(theirs)), 'deployed');
    expect(codesOf(taken)).toEqual(expect.arrayContaining(['taken_over', 'rollback_impossible']));
    expect(holds(scenario.only(), ours)).toBe(true);
    expect(scenario.only().tags).toMatchObject(tagsOf('e2e'));
    expect(scenario.audit.rows().map(({ event }) => event)).toContain('take-over');
  });

  it('an ARN that does not exist any more is not silently made anew', async () => {
    const target = scenario.target({ certificate_arn: seed(await leafIssued(10), tagsOf('e2e')) });
    scenario.emulator.reset();
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'refused');
    expect(codesOf(outcome)).toContain('reference_absent');
    expect(scenario.emulator.state.certificates()).toEqual([]);
  });

  it('an ARN of another account is refused, with the role to name', async () => {
    const account = '999999999999';
    const arn = `arn:aws:acm:us-east-1:${account}:certificate/11111111-2222-3333-4444-555555555555`;
    const target = scenario.target({ certificate_arn: arn });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'refused');
    expect(outcome.error.code).toBe('address_mismatch');
    expect(outcome.error.remedy).toContain(`arn:aws:iam::${account}:role/`);
  });
});

describe('what ACM would refuse, or a site would not survive, is refused before any write', () => {
  const rsa = { keyAlgorithm: 'RSA-2048' } as const;
  const cases: readonly (readonly [
    string,
    Partial<LeafOptions>,
    Partial<LeafOptions>,
    string,
    Partial<Target>?,
  ])[] = [
    ['a key of another kind', rsa, {}, 'acm_key_changed'],
    ['a key of another size', {}, { keyAlgorithm: 'EC-P-384' }, 'acm_key_changed'],
    [
      'a key usage that is dropped',
      { keyUsage: ['digitalSignature', 'keyAgreement'] },
      { keyUsage: ['digitalSignature'] },
      'acm_key_usage_removed',
    ],
    ['a key usage where there was none', { keyUsage: [] }, {}, 'acm_key_usage_introduced'],
    [
      'an extended key usage that is dropped',
      { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.3'] },
      {},
      'acm_extended_key_usage_removed',
    ],
    [
      'names of which none is left',
      {},
      { names: ['other.example'] },
      'acm_all_names_removed',
      { allow_san_removal: true },
    ],
    ['a name that is lost', { names: ['www.example.com', 'b.example.com'] }, {}, 'san_removed'],
    ['an older certificate', {}, { notBefore: Date.now() - 100 * 3_600_000 }, 'older_than_held'],
    ['51 tags', {}, {}, 'tags_beyond_limit', { config: { tags: manyTags(51) } }],
    ['a tag of AWS', {}, {}, 'tags_beyond_limit', { config: { tags: { 'aws:mine': 'x' } } }],
  ];
  it.each(cases.map(([name, ...values]) => ({ name, values })))('$name', async ({ values }) => {
    const [before, after, code, over = {}] = values;
    const old = await leafIssued(10, before);
    await scenario.deployed(old);
    const target = scenario.target(over.config, { ...over, config: scenario.target(over.config).config });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5, after), { target }), 'refused');
    expect(codesOf(outcome)).toContain(code);
    expect(outcome.error.remedy).not.toBe('');
    expect(scenario.writes()).toEqual([]);
    expect(holds(scenario.only(), old)).toBe(true);
  });

  it('the plan says the same without a deploy', async () => {
    await scenario.deployed(await leafIssued(10, rsa));
    const leaf = await leafIssued(5);
    const plan = await scenario.engine.plan({
      target: scenario.target(),
      certificate: leaf.certificatePem + leaf.chainPem,
      privateKey: leaf.privateKeyPem,
    });
    expect(plan.verdict).toBe('refused');
    expect(plan.findings.map(({ code }) => code)).toContain('acm_key_changed');
  });
});

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`tag-${at}`, 'x']));
}
