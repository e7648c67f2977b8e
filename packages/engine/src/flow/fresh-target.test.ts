import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryJournal } from '../journal/memory-journal.js';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

describe('a target without a pinned certificate', () => {
  it('is renewed in place where nothing can be searched, because its reference was written down', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:List', kind: 'forbidden', times: 1_000 });
    const renewed = await scenario.issue();
    await scenario.deploy(renewed);
    expect(scenario.service.all()).toHaveLength(1);
    expect(scenario.serves(renewed)).toBe(true);
  });

  it('is recovered where nothing can be searched, because the journal has the reference', async () => {
    scenario.fault({ operation: 'memory:List', kind: 'forbidden', times: 1_000 });
    const journal = new MemoryJournal();
    scenario.restart({ journal });
    const advance = journal.advance.bind(journal);
    journal.advance = (id, owner, patch) =>
      patch.phase === 'tagging' ? Promise.reject(new Error('killed')) : advance(id, owner, patch);
    journal.close = () => Promise.reject(new Error('killed'));
    const leaf = await scenario.issue();
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'unresolved' });
    Object.assign(journal, { advance, close: MemoryJournal.prototype.close });
    scenario.restart();
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'unchanged' });
    expect(scenario.service.all()).toHaveLength(1);
  });

  it('is leased before it is searched for, so that a deploy that ends in between is found', async () => {
    const leaf = await scenario.issue();
    const acquire = scenario.leases.acquire.bind(scenario.leases);
    scenario.leases.acquire = async (...lease) => {
      scenario.leases.acquire = acquire;
      await scenario.deploy(leaf);
      return acquire(...lease);
    };
    const outcome = await scenario.deploy(leaf);
    expect(scenario.service.all()).toHaveLength(1);
    expect(outcome.status).toBe('unchanged');
  });
});
