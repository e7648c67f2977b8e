import { PROVENANCE_TAGS } from '@certctl/plugin-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

const ATTEMPTS = 'certctl_deploy_attempts_total';
const ROLLBACKS = 'certctl_deploy_rollback_total';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

describe('a first deploy', () => {
  it('makes one certificate with chain and provenance, and says where', async () => {
    const leaf = await scenario.issue();
    const outcome = await scenario.deploy(leaf, {
      target: scenario.target({ certificate_id: 'shop', config: { tags: { env: 'production' } } }),
    });
    expect(outcome).toMatchObject({ status: 'deployed', reference: 'memory/certificate/1' });
    expect(scenario.serves(leaf)).toBe(true);
    expect(scenario.only().chainPems).toHaveLength(1);
    expect(scenario.only().tags).toEqual({
      env: 'production',
      [PROVENANCE_TAGS.managedBy]: 'certctl',
      [PROVENANCE_TAGS.certificateId]: 'shop',
      [PROVENANCE_TAGS.targetId]: 'web',
      [PROVENANCE_TAGS.instance]: 'test',
    });
  });

  it('is counted once, and leaves one audit row and nothing open', async () => {
    const leaf = await scenario.issue();
    await scenario.deploy(leaf, { actor: 'alice' });
    expect(await scenario.metric(ATTEMPTS, { target_type: 'Memory', result: 'success' })).toBe(1);
    expect(await scenario.metric(ATTEMPTS, { target_type: 'Memory', result: 'failure' })).toBe(0);
    expect(scenario.audit.rows()).toMatchObject([
      { event: 'deploy', outcome: 'deployed', actor: 'alice', serialAfter: leaf.facts.serial },
    ]);
    expect(await scenario.journal.countOpen()).toBe(0);
  });

  it('goes on without the answer of its import, and makes no second certificate', async () => {
    const leaf = await scenario.issue();
    scenario.fault({ operation: 'memory:Import', kind: 'lost-answer' });
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'deployed' });
    expect(scenario.serves(leaf)).toBe(true);
    expect(scenario.service.requests.filter((request) => request.operation === 'memory:Import')).toHaveLength(
      1,
    );
  });

  it('says that nothing changed only after the settle time, when the import never arrived', async () => {
    const leaf = await scenario.issue();
    scenario.fault({ operation: 'memory:Import', kind: 'lost-request' });
    const before = scenario.clock.now();
    expect(await scenario.deploy(leaf)).toMatchObject({
      status: 'failed',
      error: { code: 'service_uncertain' },
    });
    expect(scenario.clock.now() - before).toBeGreaterThan(30_000);
    expect(scenario.service.all()).toEqual([]);
  });

  it('takes its own certificate away again when the proof fails', async () => {
    const leaf = await scenario.issue();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    expect(await scenario.deploy(leaf)).toMatchObject({
      status: 'withdrawn',
      error: {
        code: 'not_proven',
        message: expect.stringMatching(
          / did not show the .* s: it shows another leaf, with the serial [0-9a-f]+$/,
        ),
      },
    });
    expect(scenario.service.all()).toEqual([]);
    expect(await scenario.metric(ROLLBACKS, { target_type: 'Memory', outcome: 'restored' })).toBe(1);
    expect(scenario.audit.rows().map((row) => row.event)).toEqual(['deploy', 'withdraw', 'hold']);
  });

  it('leaves a fresh certificate alone that is in use by the time the proof fails', async () => {
    const leaf = await scenario.issue();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const get = scenario.service.get.bind(scenario.service);
    scenario.service.get = (reference) => {
      scenario.only().usedBy = ['listener-1'];
      return get(reference);
    };
    expect(await scenario.deploy(leaf)).toMatchObject({
      status: 'also_failed',
      why: 'nothing_to_restore',
      holds: 'foreign',
    });
    expect(scenario.service.all()).toHaveLength(1);
  });

  it('finds what it made when even that cannot be answered, and asks again until it is seen to be gone', async () => {
    const leaf = await scenario.issue();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    scenario.fault({ operation: 'memory:Delete', kind: 'lost-answer' });
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'withdrawn' });
    expect(scenario.service.all()).toEqual([]);
  });
});

describe('a renewal', () => {
  it('rotates in place, with the tags put back that the service stripped', async () => {
    await scenario.deployed();
    scenario.only().tags.team = 'payments';
    const renewed = await scenario.issue();
    const outcome = await scenario.deploy(renewed);
    expect(outcome).toMatchObject({ status: 'deployed', plan: { rollback: 'kept-key' } });
    expect(scenario.serves(renewed)).toBe(true);
    expect(scenario.only().tags).toMatchObject({ team: 'payments', [PROVENANCE_TAGS.managedBy]: 'certctl' });
  });

  it('finds its certificate by provenance when another process made it', async () => {
    await scenario.deployed();
    const other = await Scenario.create();
    for (const stored of scenario.service.all()) other.service.held.set(stored.reference, stored);
    const renewed = await other.issue();
    expect(await other.deploy(renewed)).toMatchObject({ status: 'deployed' });
    expect(other.serves(renewed)).toBe(true);
  });

  it('is refused when several certificates carry its provenance, with the pin of each', async () => {
    await scenario.deployed();
    const [first] = scenario.service.all();
    if (first) scenario.service.held.set('copy', { ...first, reference: 'copy', usedBy: ['lb-1'] });
    scenario.addressBook.record({ targetId: 'web', address: 'none', reference: undefined });
    const fresh = await Scenario.create();
    for (const stored of scenario.service.all()) fresh.service.held.set(stored.reference, stored);
    const outcome = await fresh.deploy(await fresh.issue());
    expect(outcome).toMatchObject({ status: 'refused', error: { code: 'several_matches' } });
    expect(outcome.status === 'refused' && outcome.error.remedy).toContain('reference: copy (used by lb-1)');
    expect(fresh.service.writes()).toBe(0);
  });

  it('sends no write when everything is in place', async () => {
    const leaf = await scenario.deployed();
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'unchanged' });
    expect(scenario.service.writes()).toBe(0);
    expect(await scenario.metric('certctl_deploy_idempotent_skip_total', { target_type: 'Memory' })).toBe(1);
  });

  it('only tags when only tags are missing', async () => {
    const leaf = await scenario.deployed();
    delete scenario.only().tags[PROVENANCE_TAGS.certificateId];
    expect(await scenario.deploy(leaf)).toMatchObject({
      status: 'deployed',
      plan: { steps: [{ kind: 'tag' }] },
    });
    expect(scenario.service.requests.map((request) => request.operation)).not.toContain('memory:Import');
  });

  it('waits for reads that still show the old certificate', async () => {
    await scenario.deployed();
    scenario.service.staleReads = 3;
    const renewed = await scenario.issue();
    expect(await scenario.deploy(renewed)).toMatchObject({ status: 'deployed' });
  });

  it('repeats a throttled import and not a refused one', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'throttled', times: 3 });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'deployed' });
    scenario.service.requests.length = 0;
    scenario.fault({ operation: 'memory:Import', kind: 'refused', times: 9 });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({
      status: 'failed',
      error: { code: 'service_refused' },
    });
    expect(scenario.service.requests.filter((request) => request.operation === 'memory:Import')).toHaveLength(
      1,
    );
  });
});

describe('a deploy that goes wrong', () => {
  it('puts the previous certificate back with its own key, and proves it', async () => {
    const old = await scenario.deployed();
    const tags = { ...scenario.only().tags };
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'restored', error: { code: 'not_proven' } });
    expect(scenario.serves(old)).toBe(true);
    expect(scenario.only().tags).toEqual(tags);
    expect(await scenario.metric(ROLLBACKS, { target_type: 'Memory', outcome: 'restored' })).toBe(1);
    expect(await scenario.metric(ATTEMPTS, { target_type: 'Memory', result: 'failure' })).toBe(1);
  });

  it('treats a tag that does not come back as a failure, and goes back', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:SetTags', kind: 'refused' });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'restored' });
    expect(scenario.serves(old)).toBe(true);
  });

  it('goes back when tags are answered well and never show', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:SetTags', kind: 'ignored', times: 30 });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ error: { code: 'tags_not_proven' } });
    expect(scenario.serves(old)).toBe(true);
  });

  it('says that the rollback failed too, what is held, why, and how to repair it', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    scenario.fault({ operation: 'memory:Import', kind: 'forbidden', times: 9 });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({
      status: 'also_failed',
      holds: 'foreign',
      why: 'no_permission',
      commands: [{ command: 'memory import memory/certificate/1' }],
    });
    expect(await scenario.metric(ROLLBACKS, { target_type: 'Memory', outcome: 'also_failed' })).toBe(1);
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'restore', outcome: 'also_failed' }),
    );
  });

  it('says so when the previous key is not to be had, and warned of it in the plan', async () => {
    await scenario.deployed();
    const [role] = await scenario.keeper.list('memory/certificate/1');
    expect(role).toMatchObject({ role: 'current' });
    const blind = await Scenario.create();
    for (const stored of scenario.service.all()) blind.service.held.set(stored.reference, stored);
    blind.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await blind.deploy(await blind.issue());
    expect(outcome).toMatchObject({ status: 'also_failed', why: 'no_key', plan: { rollback: 'impossible' } });
    expect(outcome.findings.map((finding) => finding.code)).toContain('rollback_impossible');
  });

  it('restores with the key that its caller gave', async () => {
    const old = await scenario.deployed();
    const blind = await Scenario.create();
    for (const stored of scenario.service.all()) blind.service.held.set(stored.reference, stored);
    blind.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await blind.deploy(await blind.issue(), { previousKey: old.privateKeyPem });
    expect(outcome).toMatchObject({ status: 'restored', plan: { rollback: 'caller-key' } });
    expect(blind.serves(old)).toBe(true);
  });

  it('sends the old certificate again though reads still show it, because the import was answered', async () => {
    const old = await scenario.deployed();
    scenario.service.staleReads = 500;
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome.status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
  });

  it('says that it does not know when nothing can be read after the import', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:Get', kind: 'forbidden', after: 1, times: 1_000 });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'unresolved' });
    expect(await scenario.journal.countOpen()).toBe(1);
    expect(await scenario.metric(ATTEMPTS, { target_type: 'Memory', result: 'failure' })).toBe(0);
  });

  it('is brought to a known end when its caller cancels it in the middle', async () => {
    const old = await scenario.deployed();
    const controller = new AbortController();
    const setTags = scenario.service.setTags.bind(scenario.service);
    scenario.service.setTags = (reference, tags) => {
      controller.abort(new Error('shutting down'));
      setTags(reference, tags);
    };
    const outcome = await scenario.deploy(await scenario.issue(), { signal: controller.signal });
    expect(outcome.status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
  });
});

describe('after a rollback', () => {
  it('sends the same certificate, or an older one, no second time', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const bad = await scenario.issue();
    await scenario.deploy(bad);
    scenario.service.requests.length = 0;
    const again = await scenario.deploy(bad);
    expect(again).toMatchObject({ status: 'refused' });
    expect(again.findings.map((finding) => finding.code)).toContain('on_hold');
    expect(scenario.service.writes()).toBe(0);
  });

  it('takes a newer certificate, or the same one after a release', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const bad = await scenario.issue();
    await scenario.deploy(bad);
    expect(await scenario.engine.release('web', 'bob')).toBe(true);
    expect(await scenario.deploy(bad)).toMatchObject({ status: 'deployed' });
    expect(scenario.audit.rows()).toContainEqual(expect.objectContaining({ event: 'release', actor: 'bob' }));
  });
});

describe('after a rollback that failed', () => {
  it('the key of the new certificate, which is held now, is there to go back to', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:SetTags', kind: 'refused' });
    scenario.fault({ operation: 'memory:Import', kind: 'forbidden', after: 1 });
    const stranded = await scenario.issue();
    expect(await scenario.deploy(stranded)).toMatchObject({ status: 'also_failed', holds: 'new' });
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const next = await scenario.deploy(await scenario.issue());
    expect(next).toMatchObject({ status: 'restored', plan: { rollback: 'kept-key' } });
    expect(scenario.serves(stranded)).toBe(true);
  });
});

describe('two deploys at once', () => {
  it('end as one deployed and one busy', async () => {
    await scenario.deployed();
    const [one, other] = [await scenario.issue(), await scenario.issue()];
    const outcomes = await Promise.all([scenario.deploy(one), scenario.deploy(other)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['busy', 'deployed']);
  });

  it('of a fresh target make one certificate', async () => {
    const leaf = await scenario.issue();
    const outcomes = await Promise.all([scenario.deploy(leaf), scenario.deploy(leaf)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['busy', 'deployed']);
    expect(scenario.service.all()).toHaveLength(1);
  });

  it('lets a deploy whose lease was lost write nothing more', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const tagsOf = scenario.service.tagsOf.bind(scenario.service);
    scenario.service.tagsOf = (reference) => {
      void scenario.leases.acquire(reference, 'nobody', 0);
      if (scenario.service.writes() > 0) {
        scenario.clock.advance(10_000_000);
        void scenario.leases.acquire(reference, 'successor', 60_000);
      }
      return tagsOf(reference);
    };
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'unresolved', error: { code: 'lease_lost' } });
    expect(scenario.service.requests.filter((request) => request.operation === 'memory:Import')).toHaveLength(
      1,
    );
  });
});

it('a first deploy that cannot be taken back never says that a previous certificate is held', async () => {
  const seen = new Set<string>();
  for (let after = 0; after < 40; after++) {
    const scenario = await Scenario.create();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate', times: 1 });
    scenario.fault({ operation: 'memory:Get', kind: 'refused', after, times: 1 });
    const outcome = await scenario.deploy(await scenario.issue());
    if (outcome.status === 'also_failed') seen.add(outcome.holds);
  }
  expect([...seen].sort()).toEqual(['absent', 'foreign']);
});

describe('a deploy whose end cannot be written down', () => {
  it('rejects, and leaves no promise behind that would end the process', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', hear);
    try {
      scenario.audit.append = () => Promise.reject(new Error('the disk is full'));
      scenario.leases.release = () => new Promise((resolve) => setTimeout(resolve, 20));
      scenario.fault({ operation: 'memory:List', kind: 'refused' });
      await expect(scenario.deploy(await scenario.issue())).rejects.toThrow('the disk is full');
      expect(unheard).toEqual([]);
    } finally {
      process.off('unhandledRejection', hear);
    }
  });
});
