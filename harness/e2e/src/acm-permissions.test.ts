import type { FakeAcmOptions, IamPolicyDocument } from '@certctl/emulators';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { afterEach, describe, expect, it } from 'vitest';
import {
  AcmScenario,
  codesOf,
  expectStatus,
  holds,
  KEYS,
  leafIssued,
  type ScenarioOptions,
} from './acm-scenario.js';

let scenario: AcmScenario;
afterEach(() => scenario.close());

/** The policy that operators are told to attach, to the letter. */
const RUNBOOK_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'acm:ImportCertificate',
        'acm:GetCertificate',
        'acm:DescribeCertificate',
        'acm:ListCertificates',
        'acm:AddTagsToCertificate',
      ],
      Resource: 'arn:aws:acm:us-east-1:*:certificate/*',
    },
  ],
} as const satisfies IamPolicyDocument;

const OPERATIONS = awsAcm.permissions
  .map(({ operation }) => operation)
  .filter((operation) => !operation.startsWith('sts:'));

function allowing(operations: readonly string[]): IamPolicyDocument {
  return { Statement: [{ Effect: 'Allow', Action: operations, Resource: '*' }] };
}

async function startWith(
  allow: IamPolicyDocument,
  emulator: FakeAcmOptions = {},
  options: ScenarioOptions = {},
): Promise<void> {
  scenario = await AcmScenario.create({
    ...options,
    emulator: { sigv4: 'check', accessKeys: [{ ...KEYS, allow }], ...emulator },
  });
}

function takeAway(operation: string): void {
  scenario.emulator.addAccessKey({
    ...KEYS,
    allow: allowing(OPERATIONS.filter((each) => each !== operation)),
  });
}

describe('under the documented minimum policy, and nothing else', () => {
  it('a first deploy, a renewal in place and a rollback all work', async () => {
    await startWith(RUNBOOK_POLICY);
    const [first, renewed, bad] = [await leafIssued(10), await leafIssued(5), await leafIssued(1)];
    const fresh = expectStatus(await scenario.deploy(first), 'deployed');
    expect(codesOf(fresh)).toEqual(expect.arrayContaining(['search_incomplete', 'tags_not_readable']));
    expectStatus(await scenario.deploy(renewed), 'deployed');
    expect(holds(scenario.only(), renewed)).toBe(true);
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    expectStatus(await scenario.deploy(bad), 'restored');
    expect(holds(scenario.only(), renewed)).toBe(true);
    expect(scenario.only().tags).toMatchObject({ 'certctl-managed-by': 'certctl' });
  });

  it('tags that the service loses on a re-import are there after a renewal', async () => {
    await startWith(RUNBOOK_POLICY, { tagsOnReimport: 'lose' });
    expectStatus(await scenario.deploy(await leafIssued(10)), 'deployed');
    expectStatus(await scenario.deploy(await leafIssued(5)), 'deployed');
    expect(scenario.only().tags).toMatchObject({ 'certctl-managed-by': 'certctl' });
  });
});

describe('with one required permission missing', () => {
  const reads = ['acm:DescribeCertificate', 'acm:GetCertificate'];
  it.each(reads)(
    '%s: a renewal is refused before any write, with the statement to add',
    async (operation) => {
      await startWith(allowing(OPERATIONS));
      const old = await leafIssued(10);
      await scenario.deployed(old);
      takeAway(operation);
      const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'refused');
      expect(outcome.error).toMatchObject({ operation, failure: { permission: true } });
      expect(outcome.error.remedy).toContain(`"Action":"${operation}"`);
      expect(scenario.writes()).toEqual([]);
      expect(holds(scenario.only(), old)).toBe(true);
    },
  );

  it('acm:ImportCertificate: ACM refuses the one write, and nothing has changed', async () => {
    await startWith(allowing(OPERATIONS));
    const old = await leafIssued(10);
    await scenario.deployed(old);
    takeAway('acm:ImportCertificate');
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'failed');
    expect(outcome.error.remedy).toContain('"Action":"acm:ImportCertificate"');
    expect(scenario.emulator.requests.of('ImportCertificate')).toHaveLength(1);
    expect(holds(scenario.only(), old)).toBe(true);
  });

  it('acm:AddTagsToCertificate: a first import is refused by ACM as a whole', async () => {
    await startWith(allowing(OPERATIONS.filter((each) => each !== 'acm:AddTagsToCertificate')));
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10)), 'failed');
    expect(outcome.error.failure).toMatchObject({ permission: true });
    expect(scenario.emulator.state.certificates()).toEqual([]);
  });
});

describe('with one optional permission missing', () => {
  it('acm:ListTagsForCertificate: the tags are sent without proof, and the outcome says so', async () => {
    await startWith(allowing(OPERATIONS));
    await scenario.deployed(await leafIssued(10));
    takeAway('acm:ListTagsForCertificate');
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'deployed');
    expect(codesOf(outcome)).toEqual(expect.arrayContaining(['permission_missing', 'tags_not_readable']));
  });

  it('tag:GetResources: the list and the tags of each find the certificate', async () => {
    await startWith(allowing(OPERATIONS));
    const arn = await scenario.deployed(await leafIssued(10));
    takeAway('tag:GetResources');
    scenario.startWithoutRecords();
    expect(expectStatus(await scenario.deploy(await leafIssued(5)), 'deployed').reference).toBe(arn);
    expect(scenario.emulator.state.certificates()).toHaveLength(1);
  });

  it('tag:GetResources and acm:ListCertificates: that a certificate may exist is said', async () => {
    const refused = ['tag:GetResources', 'acm:ListCertificates'];
    await startWith(allowing(OPERATIONS.filter((each) => !refused.includes(each))));
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10)), 'deployed');
    expect(codesOf(outcome)).toContain('search_incomplete');
  });

  it('acm:SearchCertificates: the list finds an import whose answer was lost', async () => {
    await startWith(allowing(OPERATIONS.filter((each) => each !== 'acm:SearchCertificates')));
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    expectStatus(await scenario.deploy(await leafIssued(10)), 'deployed');
    expect(scenario.emulator.state.certificates()).toHaveLength(1);
  });

  it('acm:SearchCertificates and acm:ListCertificates: an import whose answer was lost is found by its tags', async () => {
    const refused = ['acm:SearchCertificates', 'acm:ListCertificates'];
    await startWith(allowing(OPERATIONS.filter((each) => !refused.includes(each))));
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    expectStatus(await scenario.deploy(await leafIssued(10)), 'deployed');
    expect(scenario.emulator.state.certificates()).toHaveLength(1);
  });

  it('acm:SearchCertificates, acm:ListCertificates and tag:GetResources: a lost answer stays unresolved, not guessed', async () => {
    const refused = ['acm:SearchCertificates', 'acm:ListCertificates', 'tag:GetResources'];
    await startWith(allowing(OPERATIONS.filter((each) => !refused.includes(each))));
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    expectStatus(await scenario.deploy(await leafIssued(10)), 'unresolved');
    expect(await scenario.journal.countOpen()).toBe(1);
    scenario.emulator.addAccessKey({ ...KEYS, allow: allowing(OPERATIONS) });
    expectStatus(await scenario.deploy(await leafIssued(5)), 'deployed');
    expect(await scenario.journal.countOpen()).toBe(0);
    expect(scenario.emulator.state.certificates()).toHaveLength(1);
  });

  it('acm:RemoveTagsFromCertificate: a rollback leaves added tags behind, and restores the rest', async () => {
    await startWith(allowing(OPERATIONS));
    const old = await leafIssued(10);
    await scenario.deployed(old);
    takeAway('acm:RemoveTagsFromCertificate');
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const target = scenario.target({ tags: { added: 'yes' } });
    expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'restored');
    expect(holds(scenario.only(), old)).toBe(true);
  });

  it('acm:DeleteCertificate: a first import that went wrong stays, and the outcome names the reason', async () => {
    await startWith(allowing(OPERATIONS.filter((each) => each !== 'acm:DeleteCertificate')));
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10)), 'also_failed');
    expect(outcome).toMatchObject({ why: 'no_permission', holds: 'foreign' });
    expect(outcome.commands).not.toEqual([]);
  });
});
