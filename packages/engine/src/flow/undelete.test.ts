import type { IssuedLeaf } from '@certctl/certificate/issue';
import { ServiceError } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
let old: IssuedLeaf;
let deletion: string;
beforeEach(async () => {
  scenario = await Scenario.create();
  old = await scenario.deployedToVault();
  scenario.vault.delete('shop');
  scenario.vault.requests.length = 0;
  const plan = await scenario.engine.plan({
    ...material(await scenario.issue()),
    target: scenario.vaultTarget(),
  });
  const step = plan.steps.find(({ kind }) => kind === 'undelete');
  deletion = step?.kind === 'undelete' ? step.deletion : '';
});

function material(leaf: IssuedLeaf) {
  return { certificate: leaf.certificatePem, chain: leaf.chainPem, privateKey: leaf.privateKeyPem };
}

const recovers = () =>
  scenario.vault.requests.filter(({ operation }) => operation === 'vault:Recover').length;

describe('a deleted name', () => {
  it('is never recovered unasked, and the plan says how to ask', async () => {
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'refused', error: { code: 'plan_refused' } });
    expect(outcome.findings).toContainEqual(
      expect.objectContaining({ code: 'name_deleted', remedy: expect.stringContaining(deletion) }),
    );
    expect(scenario.vault.writes()).toBe(0);
  });

  it('is not recovered by leave that was given for another deletion', async () => {
    const outcome = await scenario.deployToVault(await scenario.issue(), {
      acts: { undelete: '2020-01-01T00:00:00.000Z' },
    });
    expect(outcome.status).toBe('refused');
    expect(recovers()).toBe(0);
  });

  it('is recovered for one deploy that names the deletion, with an audit row of its own', async () => {
    const next = await scenario.issue();
    const outcome = await scenario.deployToVault(next, { acts: { undelete: deletion } });
    expect(outcome).toMatchObject({ status: 'deployed', revision: 'v2' });
    expect(scenario.vaultServes(next)).toBe(true);
    expect(scenario.audit.rows().filter(({ event }) => event === 'undelete')).toHaveLength(1);
  });

  it('says when purge protection leaves no other way', async () => {
    scenario.vault.purgeProtection = true;
    const { findings } = await scenario.deployToVault(await scenario.issue());
    expect(findings.find(({ code }) => code === 'name_deleted')?.remedy).toContain('purge protection');
  });

  it('is deleted again when the import is refused', async () => {
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'refused' });
    const outcome = await scenario.deployToVault(await scenario.issue(), { acts: { undelete: deletion } });
    expect(outcome.status).toBe('withdrawn');
    expect(scenario.vault.isDeleted('shop')).toBe(true);
  });

  it.each([
    ['an import that stores another certificate', { operation: 'vault:Import', kind: 'wrong-certificate' }],
    ['a recovery whose answer is lost', { operation: 'vault:Recover', kind: 'lost-answer' }],
  ] as const)('is deleted again after %s', async (_, fault) => {
    scenario.vault.faults.push({ ...fault });
    const outcome = await scenario.deployToVault(await scenario.issue(), { acts: { undelete: deletion } });
    expect(outcome.status).toBe('withdrawn');
    expect(scenario.vault.isDeleted('shop')).toBe(true);
    expect(
      scenario.vault
        .versions('shop')
        .slice(1)
        .every(({ enabled }) => !enabled),
    ).toBe(true);
  });

  it('is deleted again though a late read still shows it deleted', async () => {
    const recover = scenario.vault.recover.bind(scenario.vault);
    scenario.vault.recover = (name) => {
      recover(name);
      scenario.vault.staleReads = 20;
    };
    scenario.vault.faults.push({ operation: 'vault:GetDeleted', kind: 'refused', after: 1 });
    const outcome = await scenario.deployToVault(await scenario.issue(), { acts: { undelete: deletion } });
    expect(outcome.status).toBe('withdrawn');
    expect(scenario.vault.isDeleted('shop')).toBe(true);
  });

  it('is not called deleted again by a late read where no deletion was answered', async () => {
    const { vault } = scenario;
    const { delete: remove, get, getDeleted } = vault;
    const before = { deletedAt: vault.getDeleted('shop').deletedAt, latest: vault.versions('shop')[0] };
    let deletions = 0;
    let late = 0;
    vault.delete = (name) => {
      if (++deletions === 3) late = 1;
      remove.call(vault, name);
    };
    vault.get = (name, id) => {
      if (late === 0) return get.call(vault, name, id);
      throw new ServiceError('absent', 'NotFound', `${name} is not here`);
    };
    vault.getDeleted = (name) => {
      if (late-- !== 1 || !before.latest) return getDeleted.call(vault, name);
      return { deletedAt: before.deletedAt, latest: before.latest };
    };
    vault.faults.push(
      { operation: 'vault:Import', kind: 'refused' },
      { operation: 'vault:Delete', kind: 'lost-request', times: 3 },
    );
    const outcome = await scenario.deployToVault(await scenario.issue(), { acts: { undelete: deletion } });
    expect(outcome).toMatchObject({ status: 'also_failed', holds: 'previous' });
    expect(vault.isDeleted('shop')).toBe(false);
  });

  it('that cannot be recovered is left as it was', async () => {
    scenario.vault.faults.push({ operation: 'vault:Recover', kind: 'forbidden' });
    const outcome = await scenario.deployToVault(await scenario.issue(), { acts: { undelete: deletion } });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'service_refused' } });
    expect(outcome.status === 'failed' && outcome.error.remedy).toContain('vault:Recover');
    expect(scenario.vault.isDeleted('shop')).toBe(true);
  });

  it('that cannot be deleted again is told, with what it serves now', async () => {
    scenario.vault.faults.push(
      { operation: 'vault:Import', kind: 'refused' },
      { operation: 'vault:Delete', kind: 'forbidden' },
    );
    const outcome = await scenario.deployToVault(await scenario.issue(), { acts: { undelete: deletion } });
    expect(outcome).toMatchObject({ status: 'also_failed', why: 'no_permission', holds: 'previous' });
    expect(scenario.vaultServes(old)).toBe(true);
  });

  it.each(['undeleting', 'importing', 'imported', 'tagging'] as const)(
    'is deleted again by whoever comes after a crash in the phase %s',
    async (phase) => {
      const { journal } = scenario;
      const advance = journal.advance.bind(journal);
      journal.advance = async (id, owner, patch) => {
        const entry = await advance(id, owner, patch);
        if (patch.phase === phase) throw new Error('killed');
        return entry;
      };
      if (phase !== 'undeleting')
        scenario.vault.faults.push({ operation: 'vault:Import', kind: 'wrong-certificate' });
      await scenario.deployToVault(await scenario.issue(), { acts: { undelete: deletion } });
      journal.advance = advance;
      scenario.clock.advance(3_600_000);
      scenario.restart();
      const next = await scenario.deployToVault(await scenario.issue());
      expect(next.status).toBe('refused');
      expect(scenario.vault.isDeleted('shop')).toBe(true);
      expect(await journal.countOpen()).toBe(0);
    },
  );
});
