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

  it('says that it makes a certificate afresh, in the plan too: what a search does not show may exist', async () => {
    const { certificatePem, chainPem, privateKeyPem } = await scenario.issue();
    const files = { certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem };
    const note = expect.objectContaining({ code: 'made_afresh', severity: 'note' });
    const plan = await scenario.engine.plan({ target: scenario.target(), ...files });
    expect(plan.findings).toEqual([note]);
    const outcome = await scenario.engine.deploy({ target: scenario.target(), ...files });
    expect(outcome).toMatchObject({ status: 'deployed', findings: [note] });
    const renewed = await scenario.deploy(await scenario.issue());
    expect(renewed.findings.map(({ code }) => code)).not.toContain('made_afresh');
  });

  it('is deployed to again where it was left behind, though nothing can be searched', async () => {
    scenario.fault({ operation: 'memory:List', kind: 'forbidden', times: 1_000 });
    scenario.fault({ operation: 'memory:ListTags', kind: 'refused' });
    scenario.fault({ operation: 'memory:Delete', kind: 'forbidden' });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'also_failed' });
    const next = await scenario.issue();
    expect(await scenario.deploy(next)).toMatchObject({
      status: 'deployed',
      reference: 'memory/certificate/1',
    });
    expect(scenario.serves(next)).toBe(true);
  });

  it('is made afresh when what was left behind has been deleted by hand', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    scenario.fault({ operation: 'memory:Delete', kind: 'forbidden' });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'also_failed' });
    scenario.service.held.clear();
    const next = await scenario.issue();
    expect(await scenario.deploy(next)).toMatchObject({
      status: 'deployed',
      reference: 'memory/certificate/2',
    });
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
