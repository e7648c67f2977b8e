import type { IssuedLeaf } from '@certctl/certificate/issue';
import { isCertctlError } from '@certctl/plugin-api';
import { memoryStore, memoryVaultStore } from '@certctl/reference';
import { beforeAll, describe, expect, it } from 'vitest';
import { TOKENS } from '../composition/tokens.js';
import { createEngine } from '../engine.js';
import type { Outcome } from '../outcome/outcome.js';
import { Moments } from '../testing/moments.js';
import { Scenario } from '../testing/scenario.js';

const HOUR = 3_600_000;
const ATTEMPTS = 'certctl_deploy_attempts_total';

/** What a deploy comes to when nobody cancels it. */
interface Course {
  readonly kind: 'in-place' | 'versioned';
  readonly before: 'nothing' | 'ours';
  /** What is wrong with the service. */
  readonly trouble: 'none' | 'another certificate is stored' | 'reads are late' | 'the answer is lost';
}

let leaves: { readonly old: IssuedLeaf; readonly renewed: IssuedLeaf; readonly newest: IssuedLeaf };
beforeAll(async () => {
  const scenario = await Scenario.create();
  const [old, renewed, newest] = await Promise.all(
    [30, 20, 10].map((hours) => scenario.issue({ notBefore: scenario.clock.now() - hours * HOUR })),
  );
  if (!old || !renewed || !newest) throw new Error('three leaves are needed');
  leaves = { old, renewed, newest };
});

const targetOf = ({ kind }: Course, scenario: Scenario) =>
  kind === 'in-place' ? scenario.target() : scenario.vaultTarget();
const deploy = (course: Course, scenario: Scenario, leaf: IssuedLeaf) =>
  scenario.deploy(leaf, { target: targetOf(course, scenario) });

async function arranged(course: Course): Promise<Scenario> {
  const scenario = await Scenario.create();
  if (course.before === 'ours') {
    expect((await deploy(course, scenario, leaves.old)).status).toBe('deployed');
  }
  const { faults } = course.kind === 'in-place' ? scenario.service : scenario.vault;
  const operation = course.kind === 'in-place' ? 'memory:Import' : 'vault:Import';
  if (course.trouble === 'another certificate is stored')
    faults.push({ operation, kind: 'wrong-certificate' });
  if (course.trouble === 'the answer is lost') faults.push({ operation, kind: 'lost-answer' });
  if (course.trouble === 'reads are late') {
    scenario.service.staleReads = 3;
    const { vault } = scenario;
    const send = vault.import.bind(vault);
    vault.import = (...version) => {
      const made = send(...version);
      vault.staleReads = 3;
      return made;
    };
  }
  return scenario;
}

/** Deploys with every call watched. */
function watchedDeploy(course: Course, scenario: Scenario, moments: Moments): Promise<Outcome> {
  const requests = [
    'import',
    'get',
    'tagsOf',
    'setTags',
    'removeTags',
    'list',
    'delete',
    'secret',
    'disable',
    'deleted',
  ];
  const engine = createEngine({
    plugins: [
      memoryStore(moments.watched(scenario.service, requests)),
      memoryVaultStore(moments.watched(scenario.vault, requests)),
    ],
    instance: 'test',
    services: [
      [TOKENS.clock, moments.watched(scenario.clock, ['sleep'])],
      [TOKENS.random, () => 0.5],
      [TOKENS.journal, moments.watched(scenario.journal)],
      [TOKENS.audit, moments.watched(scenario.audit)],
      [TOKENS.deployments, moments.watched(scenario.deployments)],
      [TOKENS.holds, moments.watched(scenario.holds)],
      [TOKENS.keeper, moments.watched(scenario.keeper)],
      [TOKENS.addressBook, moments.watched(scenario.addressBook)],
      [TOKENS.leases, moments.watched(scenario.leases)],
      [TOKENS.metrics, scenario.metrics],
      [TOKENS.usage, moments.watched(scenario.usage)],
    ],
  });
  const { certificatePem, chainPem, privateKeyPem } = leaves.renewed;
  return engine.deploy({
    target: targetOf(course, scenario),
    certificate: certificatePem,
    chain: chainPem,
    privateKey: privateKeyPem,
    signal: moments.signal,
  });
}

function heldNow({ kind }: Course, { service, vault }: Scenario): string {
  const stored = kind === 'in-place' ? service.all() : vault.versions('shop').slice(-1);
  const [one, ...others] = stored;
  if (others.length > 0) throw new Error(`${stored.length} certificates exist`);
  if (one === undefined) return 'nothing';
  if ('enabled' in one && !one.enabled) return 'disabled';
  if (one.leafPem === leaves.old.certificatePem) return 'old';
  return one.leafPem === leaves.renewed.certificatePem ? 'renewed' : 'foreign';
}

const everything = ({ service, vault }: Scenario) =>
  structuredClone({ certificates: service.all(), versions: vault.versions('shop') });
const tagsNow = ({ kind }: Course, { service, vault }: Scenario) =>
  (kind === 'in-place' ? service.all()[0] : vault.versions('shop').at(-1))?.tags;

/** What is held must be what the outcome says. */
function expectTrue(
  outcome: Outcome,
  course: Course,
  scenario: Scenario,
  before: ReturnType<typeof everything>,
): void {
  const held = heldNow(course, scenario);
  switch (outcome.status) {
    case 'deployed':
    case 'unchanged':
      expect(held).toBe('renewed');
      expect(tagsNow(course, scenario)).toMatchObject({ 'certctl-managed-by': 'certctl' });
      return;
    case 'refused':
    case 'failed':
    case 'busy':
      expect(everything(scenario)).toEqual(before);
      return;
    case 'restored':
      expect(held).toBe('old');
      expect(tagsNow(course, scenario)).toMatchObject({ 'certctl-managed-by': 'certctl' });
      return;
    case 'withdrawn':
      expect(held).toBe(course.kind === 'in-place' ? 'nothing' : 'disabled');
      return;
    case 'also_failed':
      expect({
        new: 'renewed',
        previous: 'old',
        foreign: 'foreign',
        disabled: 'disabled',
        absent: 'nothing',
      }).toHaveProperty(outcome.holds, held);
      expect(outcome.commands).not.toEqual([]);
      return;
    case 'unresolved':
      return;
  }
}

async function attempts({ metrics }: Scenario): Promise<number> {
  const all = (await metrics.registry.getMetricsAsJSON()).find(({ name }) => name === ATTEMPTS);
  return (all?.values ?? []).reduce((sum, { value }) => sum + value, 0);
}

async function expectClean(
  outcome: Outcome,
  course: Course,
  scenario: Scenario,
  counted: number,
): Promise<void> {
  const isOpen = outcome.status === 'unresolved';
  expect(await scenario.journal.countOpen()).toBe(isOpen ? 1 : 0);
  const rows = scenario.audit.rows().filter(({ deploymentId }) => deploymentId === outcome.deploymentId);
  expect(rows.filter(({ event }) => event === 'deploy').map((row) => row.outcome)).toEqual([outcome.status]);
  expect((await attempts(scenario)) - counted).toBe(isOpen ? 0 : 1);
  expect(await scenario.deployments.get(outcome.deploymentId)).toMatchObject({ status: outcome.status });
  const target = targetOf(course, scenario);
  for (const address of ['shop', `fresh/${target.id}`, 'memory/certificate/1']) {
    const taken = await scenario.leases.acquire(address, 'somebody', 1);
    expect(taken).not.toHaveProperty('heldBy');
    if ('lease' in taken) await scenario.leases.release(taken.lease);
  }
}

/** Runs a course and cancels it at the nth moment. @returns how many there were, and how it ended */
async function run(
  course: Course,
  cancelAt: number,
): Promise<{ readonly moments: number; readonly status: string }> {
  const scenario = await arranged(course);
  const before = everything(scenario);
  const counted = await attempts(scenario);
  const moments = new Moments(cancelAt);
  const outcome = await watchedDeploy(course, scenario, moments);
  try {
    if ('error' in outcome) expect(isCertctlError(outcome.error)).toBe(true);
    expectTrue(outcome, course, scenario, before);
    await expectClean(outcome, course, scenario, counted);
    scenario.service.heal();
    scenario.vault.heal();
    // The certificate that was stored instead has another name, and other dates.
    const target = { ...targetOf(course, scenario), allow_san_removal: true, allow_older: true };
    const next = await scenario.deploy(leaves.newest, { target });
    expect(next.status).toBe('deployed');
    expect(await scenario.journal.countOpen()).toBe(0);
  } catch (error) {
    const moment = `${cancelAt} (${moments.passed[cancelAt - 1] ?? 'never'})`;
    const why = error instanceof Error ? error.message : String(error);
    expect.fail(`cancelled at moment ${moment}, it ended ${outcome.status}: ${why}`);
  }
  return { moments: moments.passed.length, status: outcome.status };
}

const COURSES: readonly Course[] = (['in-place', 'versioned'] as const).flatMap((kind) =>
  (['nothing', 'ours'] as const).flatMap((before) =>
    (['none', 'another certificate is stored', 'reads are late', 'the answer is lost'] as const).map(
      (trouble): Course => ({ kind, before, trouble }),
    ),
  ),
);

describe.each(COURSES)(
  'a deploy to a store that is $kind, with $before before and trouble $trouble',
  (course) => {
    it('can be cancelled at every moment: what it says is held, and nothing is left behind', async () => {
      const { moments } = await run(course, 0);
      expect(moments).toBeGreaterThan(30);
      const seen = new Set<string>();
      for (let at = 1; at <= moments; at++) seen.add((await run(course, at)).status);
      expect([...seen]).toContain('failed');
      expect([...seen]).toContain(course.before === 'ours' ? 'restored' : 'withdrawn');
      expect([...seen]).not.toContain('unresolved');
    }, 120_000);
  },
);
