import type { Fault } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryJournal } from '../journal/memory-journal.js';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

describe('a recovery whose reads fall behind again', () => {
  it('sends the old certificate, because it has seen the new one', async () => {
    const old = await scenario.deployed();
    const journal = new MemoryJournal();
    scenario.restart({ journal });
    const { advance, close } = journal;
    journal.advance = (id, owner, patch) =>
      patch.phase === 'imported'
        ? Promise.reject(new Error('killed'))
        : advance.call(journal, id, owner, patch);
    journal.close = () => Promise.reject(new Error('killed'));
    const before = structuredClone(scenario.only());
    const renewed = await scenario.issue();
    expect(await scenario.deploy(renewed)).toMatchObject({ status: 'unresolved' });
    Object.assign(journal, { advance, close });

    // Reads show what is held until the tags are refused, and what was held before from then on.
    const get = scenario.service.get.bind(scenario.service);
    const refusal: Fault = { operation: 'memory:SetTags', kind: 'refused', times: 1 };
    scenario.fault(refusal);
    scenario.service.get = (reference) => (refusal.times === 0 ? { ...before } : get(reference));
    scenario.restart();
    const next = await scenario.deploy(renewed);
    expect(journal.closed()[0]?.status).toBe('restored');
    expect([next.status, scenario.serves(old)]).toEqual(['refused', true]);
  });
});
