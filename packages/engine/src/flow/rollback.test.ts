import { derFromPem } from '@certctl/certificate';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Phase } from '../journal/journal.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

/** Does something as the journal enters a phase. */
function onPhase(phase: Phase, then: () => void): void {
  const { journal } = scenario;
  const advance = journal.advance.bind(journal);
  journal.advance = (id, owner, patch) => {
    if (patch.phase === phase) then();
    return advance(id, owner, patch);
  };
}

describe('a rollback', () => {
  it('says restored only of what it has seen, however well its import was answered', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate', times: 9 });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(scenario.serves(old)).toBe(false);
    expect(outcome).toMatchObject({ status: 'also_failed', holds: 'foreign', why: 'restore_failed' });
  });

  it('has a deadline of its own when the deploy has used up all of its time', async () => {
    const old = await scenario.deployed();
    const setTags = scenario.service.setTags.bind(scenario.service);
    scenario.service.setTags = (reference, tags) => {
      setTags(reference, tags);
      scenario.service.setTags = setTags;
      scenario.clock.advance(400_000);
    };
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome.status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
  });

  it('looks again where a read does not find what was just imported', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    onPhase('restoring', () => scenario.fault({ operation: 'memory:Get', kind: 'absent' }));
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome.status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
  });

  it.each(['lost-request', 'lost-answer'] as const)(
    'removes the tags that the deploy added after a %s',
    async (kind) => {
      const old = await scenario.deployed();
      scenario.service.tagsOnReimport = 'keep';
      scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
      scenario.fault({ operation: 'memory:RemoveTags', kind });
      const target = scenario.target({ config: { tags: { team: 'web' } } });
      expect((await scenario.deploy(await scenario.issue(), { target })).status).toBe('restored');
      expect(scenario.serves(old)).toBe(true);
      expect(scenario.only().tags).not.toHaveProperty('team');
    },
  );

  it('is one where tags may not be read, too', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    onPhase('restoring', () =>
      scenario.fault({ operation: 'memory:ListTags', kind: 'forbidden', times: 99 }),
    );
    expect((await scenario.deploy(await scenario.issue())).status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
  });

  it('asks again for a deletion whose request was lost', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    scenario.fault({ operation: 'memory:Delete', kind: 'lost-request' });
    expect((await scenario.deploy(await scenario.issue())).status).toBe('withdrawn');
    expect(scenario.service.all()).toEqual([]);
  });

  it('ends where the service holds what is no certificate at all', async () => {
    const store = scenario.service.import.bind(scenario.service);
    scenario.service.import = (input) => {
      const imported = store(input);
      scenario.only().leafPem = 'half of what was sent';
      return imported;
    };
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'also_failed', holds: 'foreign' });
    expect(await scenario.journal.countOpen()).toBe(0);
  });

  it('destroys the key of what was taken back, and keeps the one that is in use', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    await scenario.deploy(await scenario.issue());
    expect(await scenario.keeper.list(scenario.only().reference)).toMatchObject([
      { role: 'current', fingerprint: old.facts.fingerprint },
    ]);
  });

  it('does not ask to remove a fresh certificate that is in use', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const get = scenario.service.get.bind(scenario.service);
    scenario.service.get = (reference) => {
      scenario.only().usedBy = ['listener-1'];
      return get(reference);
    };
    const outcome = await scenario.deploy(await scenario.issue());
    expect(scenario.service.requests.map((request) => request.operation)).not.toContain('memory:Delete');
    expect(outcome).toMatchObject({ status: 'also_failed', why: 'nothing_to_restore' });
  });

  it('removes nothing whose address another deploy has made', async () => {
    const leaf = await scenario.deployed();
    const { reference, chainPems } = scenario.only();
    const journal = new MemoryJournal();
    await journal.open({
      id: 'earlier',
      purpose: 'deploy',
      targetId: 'web',
      targetType: 'Memory',
      addresses: [reference],
      reference,
      phase: 'withdrawing',
      openedAt: scenario.clock.now(),
      incoming: {
        leaf: leaf.facts.der,
        chain: chainPems.map((pem) => derFromPem(pem)),
        fingerprint: leaf.facts.fingerprint,
        serial: leaf.facts.serial,
      },
      fresh: false,
      imports: true,
      preImage: { state: 'absent' },
      tags: {},
      inFlightUntil: scenario.clock.now(),
      actor: 'alice',
      owner: 'earlier',
    });
    scenario.restart({ journal });
    await scenario.deploy(leaf);
    expect(scenario.service.all()).toHaveLength(1);
    expect(journal.closed()).toMatchObject([{ id: 'earlier', status: 'also_failed' }]);
  });
});
