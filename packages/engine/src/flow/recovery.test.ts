import { beforeEach, describe, expect, it } from 'vitest';
import type { ClosedEntry, Journal, JournalEntry, JournalPatch } from '../journal/journal.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import type { OutcomeStatus } from '../outcome/outcome.js';
import { Scenario } from '../testing/scenario.js';

/** Lets a number of writes through, and then none: what a process that is killed leaves behind. */
class DyingJournal implements Journal {
  #left: number;

  constructor(
    readonly survivor: MemoryJournal,
    writes: number,
  ) {
    this.#left = writes;
  }

  open(entry: JournalEntry): Promise<void> {
    this.#spend();
    return this.survivor.open(entry);
  }

  adopt(id: string, owner: string): Promise<JournalEntry> {
    this.#spend();
    return this.survivor.adopt(id, owner);
  }

  advance(id: string, owner: string, patch: JournalPatch): Promise<void> {
    this.#spend();
    return this.survivor.advance(id, owner, patch);
  }

  close(id: string, owner: string, status: OutcomeStatus, at: number): Promise<void> {
    this.#spend();
    return this.survivor.close(id, owner, status, at);
  }

  confirm(id: string, owner: string): Promise<void> {
    return this.survivor.confirm(id, owner);
  }

  findOpen(query: { addresses: readonly string[]; targetId: string }): Promise<JournalEntry | undefined> {
    return this.survivor.findOpen(query);
  }

  countOpen(): Promise<number> {
    return this.survivor.countOpen();
  }

  history(targetId: string, limit: number): Promise<readonly ClosedEntry[]> {
    return this.survivor.history(targetId, limit);
  }

  #spend(): void {
    if (this.#left-- <= 0) throw new Error('killed');
  }
}

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

/** A renewal that dies after so many writes of the journal. */
async function killedAfter(writes: number, prepare: () => void = () => {}) {
  const old = await scenario.deployed();
  const survivor = new MemoryJournal();
  scenario.restart({ journal: new DyingJournal(survivor, writes) });
  prepare();
  const renewed = await scenario.issue();
  const outcome = await scenario.deploy(renewed);
  scenario.restart({ journal: survivor });
  return { old, renewed, outcome, survivor };
}

describe('a deploy that was killed', () => {
  // Writes of the journal: open, importing, imported, close.
  it.each(Array.from({ length: 8 }, (_, writes) => writes))(
    'after %i writes of the journal is closed by the next one, and holds the old or the new certificate',
    async (writes) => {
      const { renewed, outcome } = await killedAfter(writes);
      expect(outcome.status).toBe(writes === 0 ? 'failed' : writes < 4 ? 'unresolved' : 'deployed');
      const next = await scenario.deploy(renewed);
      expect(next.status).toMatch(/deployed|unchanged/);
      expect(scenario.serves(renewed)).toBe(true);
      expect(await scenario.journal.countOpen()).toBe(0);
      expect(scenario.only().tags['certctl-managed-by']).toBe('certctl');
    },
  );

  it('goes forward when its import had arrived, without sending it again', async () => {
    const { renewed } = await killedAfter(3);
    expect(scenario.serves(renewed)).toBe(true);
    scenario.service.requests.length = 0;
    expect(await scenario.deploy(renewed)).toMatchObject({ status: 'unchanged' });
    expect(scenario.service.requests.map((request) => request.operation)).not.toContain('memory:Import');
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'recovery', outcome: 'deployed' }),
    );
  });

  it('is closed under a lease that whoever closes it keeps for its own deploy', async () => {
    await killedAfter(3);
    const next = await scenario.issue();
    const keep = scenario.keeper.keepPending.bind(scenario.keeper);
    const others: string[] = [];
    scenario.keeper.keepPending = async (...kept) => {
      others.push((await scenario.deploy(await scenario.issue())).status);
      await keep(...kept);
    };
    expect(await scenario.deploy(next)).toMatchObject({ status: 'deployed' });
    expect(others).toEqual(['busy']);
  });

  it('counts once, when its end is known', async () => {
    const { renewed } = await killedAfter(3);
    const labels = { target_type: 'Memory', result: 'success' };
    expect(await scenario.metric('certctl_deploy_attempts_total', labels)).toBe(1);
    await scenario.deploy(renewed);
    expect(await scenario.metric('certctl_deploy_attempts_total', labels)).toBe(3);
  });

  it('on its way back goes on going back, even if the new certificate is seen', async () => {
    const { old, renewed, survivor } = await killedAfter(5, () => {
      scenario.fault({ operation: 'memory:SetTags', kind: 'refused' });
      scenario.fault({ operation: 'memory:Import', kind: 'refused', after: 1 });
    });
    const entry = await survivor.findOpen({ addresses: ['memory/certificate/1'], targetId: 'web' });
    expect(entry?.phase).toBe('restoring');
    expect(scenario.serves(renewed)).toBe(true);
    const next = await scenario.deploy(renewed);
    expect(next).toMatchObject({ status: 'refused' });
    expect(scenario.serves(old)).toBe(true);
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'recovery', outcome: 'restored' }),
    );
  });

  it('leaves alone what somebody else has written since', async () => {
    const { renewed, survivor, outcome } = await killedAfter(2);
    const foreign = await scenario.issue({ names: ['repaired.example'] });
    scenario.only().leafPem = foreign.certificatePem;
    const next = await scenario.deploy(renewed);
    expect(next.status).toBe('refused');
    expect(scenario.only().leafPem).toBe(foreign.certificatePem);
    expect(survivor.closed().at(-1)).toMatchObject({ status: 'also_failed' });
    expect(await scenario.deployments.get(outcome.deploymentId)).toMatchObject({
      status: 'also_failed',
      holds: 'foreign',
      why: 'foreign_writer',
      commands: [{ command: 'memory import memory/certificate/1' }],
    });
  });

  it('is told to hold nothing, when somebody has deleted the certificate since', async () => {
    const { renewed, outcome } = await killedAfter(2);
    scenario.service.held.clear();
    await scenario.deploy(renewed);
    expect(await scenario.deployments.get(outcome.deploymentId)).toMatchObject({
      status: 'also_failed',
      holds: 'absent',
      why: 'foreign_writer',
    });
  });

  it('keeps in its record why it was taken back, and why that failed', async () => {
    const { renewed, outcome } = await killedAfter(3);
    delete scenario.only().tags['certctl-managed-by'];
    scenario.fault({ operation: 'memory:SetTags', kind: 'refused', times: 1_000 });
    scenario.fault({ operation: 'memory:Import', kind: 'forbidden', times: 1_000 });
    await scenario.deploy(renewed);
    expect(await scenario.deployments.get(outcome.deploymentId)).toMatchObject({
      status: 'also_failed',
      holds: 'new',
      why: 'no_permission',
      error: { code: 'service_refused', operation: 'memory:SetTags' },
      rollbackError: { code: 'service_refused', operation: 'memory:Import' },
    });
  });

  it('keeps in its record what was found when it was brought to its end', async () => {
    const { renewed, outcome } = await killedAfter(3);
    scenario.fault({ operation: 'memory:ListTags', kind: 'forbidden', times: 1_000 });
    await scenario.deploy(renewed);
    expect(await scenario.deployments.get(outcome.deploymentId)).toMatchObject({
      status: 'deployed',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'tags_not_readable' })]),
    });
  });

  it('stays open while the service cannot be seen, and lets nothing else begin', async () => {
    const { renewed } = await killedAfter(3);
    scenario.fault({ operation: 'memory:Get', kind: 'forbidden', times: 1_000 });
    scenario.service.requests.length = 0;
    const next = await scenario.deploy(renewed);
    expect(next).toMatchObject({ status: 'failed', error: { code: 'earlier_unresolved' } });
    expect(scenario.service.writes()).toBe(0);
    expect(await scenario.journal.countOpen()).toBe(1);
  });

  it('is found by its leaf when its fresh import had no reference yet', async () => {
    const survivor = new MemoryJournal();
    scenario.restart({ journal: new DyingJournal(survivor, 3) });
    const leaf = await scenario.issue();
    await scenario.deploy(leaf);
    // Without its tags it cannot be found by provenance either.
    scenario.only().tags = {};
    scenario.restart({ journal: survivor });
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'unchanged' });
    expect(scenario.service.all()).toHaveLength(1);
    expect(scenario.only().tags['certctl-target-id']).toBe('web');
  });

  it('is taken back with the key that the next caller gives, if it is the right one', async () => {
    for (const right of [false, true]) {
      scenario = await Scenario.create();
      const { old, renewed, survivor } = await killedAfter(5, () => {
        scenario.fault({ operation: 'memory:SetTags', kind: 'refused' });
        scenario.fault({ operation: 'memory:Import', kind: 'refused', after: 1 });
      });
      await scenario.keeper.move('memory/certificate/1', 'lost');
      await scenario.deploy(renewed, { previousKey: (right ? old : renewed).privateKeyPem });
      expect(survivor.closed()[0]?.status).toBe(right ? 'restored' : 'also_failed');
      expect(scenario.serves(old)).toBe(right);
    }
  });
});
