import { definePlugin, type StorePlugin } from '@certctl/plugin-api';
import { type MemoryVault, memoryVaultStore } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryJournal } from '../journal/memory-journal.js';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

/** Somebody else imports under the new address before the engine searches for the first time after the import. */
async function exchangedBeforeTheSearch(): Promise<string> {
  const { certificatePem } = await scenario.issue({ names: ['repaired.example'] });
  const list = scenario.service.list.bind(scenario.service);
  scenario.service.list = () => {
    for (const stored of scenario.service.all()) stored.leafPem = certificatePem;
    return list();
  };
  return certificatePem;
}

describe('a first import whose answer was lost, and whose leaf somebody exchanged', () => {
  it('is found by its tags: it arrived, another certificate is held, and nothing is written over it', async () => {
    const foreign = await exchangedBeforeTheSearch();
    scenario.fault({ operation: 'memory:Import', kind: 'lost-answer' });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({
      status: 'also_failed',
      reference: 'memory/certificate/1',
      holds: 'foreign',
      why: 'foreign_writer',
      commands: [{ command: 'memory import memory/certificate/1' }],
    });
    expect(scenario.only().leafPem).toBe(foreign);
    expect(await scenario.journal.countOpen()).toBe(0);
    expect(await scenario.holds.get('web')).toBeDefined();
  });

  it('is closed as that by the next deploy, when the process was killed', async () => {
    const journal = new MemoryJournal();
    scenario.restart({ journal });
    const { advance, close } = journal;
    journal.advance = (id, owner, patch) =>
      patch.phase === 'imported'
        ? Promise.reject(new Error('killed'))
        : advance.call(journal, id, owner, patch);
    journal.close = () => Promise.reject(new Error('killed'));
    const leaf = await scenario.issue();
    const { status, deploymentId } = await scenario.deploy(leaf);
    expect(status).toBe('unresolved');
    Object.assign(journal, { advance, close });
    const foreign = await exchangedBeforeTheSearch();
    scenario.restart();
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'refused' });
    expect(journal.closed()).toMatchObject([{ status: 'also_failed' }]);
    expect(await scenario.deployments.get(deploymentId)).toMatchObject({
      reference: 'memory/certificate/1',
      holds: 'foreign',
      why: 'foreign_writer',
    });
    expect(scenario.only().leafPem).toBe(foreign);
  });

  it('is not taken for one that the target had before, and that the first search did not show', async () => {
    await scenario.deployed();
    const before = structuredClone(scenario.only());
    const other = await Scenario.create();
    other.service.held.set(before.reference, before);
    const list = other.service.list.bind(other.service);
    other.service.list = () => {
      other.service.list = list;
      list();
      return [];
    };
    other.clock.advance(3_600_000);
    other.fault({ operation: 'memory:Import', kind: 'lost-request' });
    expect(await other.deploy(await other.issue())).toMatchObject({ status: 'failed' });
    expect(other.service.all()).toEqual([before]);
  });

  it('is not known to have failed when what was found by its tags cannot be read', async () => {
    await exchangedBeforeTheSearch();
    scenario.fault({ operation: 'memory:Import', kind: 'lost-answer' });
    scenario.fault({ operation: 'memory:Get', kind: 'absent', times: 1_000 });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'unresolved' });
  });
});

/** A store by names whose places have a reference once there is something under them, as files do. */
function shelf(vault: MemoryVault): StorePlugin {
  const plugin = memoryVaultStore(vault);
  return definePlugin({
    ...plugin,
    type: 'MemoryShelf',
    alias: 'memory-shelf',
    async open(...context) {
      const store = await plugin.open(...context);
      const { resolve } = store;
      return Object.assign(store, {
        async resolve(...input: Parameters<typeof resolve>) {
          const { reference, ...place } = await resolve.apply(store, input);
          return vault.versions(place.address).length > 0 ? { ...place, reference } : place;
        },
      });
    },
  });
}

describe('a first import at an address that was known before, whose answer was lost', () => {
  it('ends with the reference that the certificate has there now, and is found by it', async () => {
    scenario.restart({ more: [shelf(scenario.vault)] });
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'lost-answer' });
    const target = scenario.target({ type: 'MemoryShelf', config: { name: 'shop' } });
    const outcome = await scenario.deploy(await scenario.issue(), { target });
    expect(outcome).toMatchObject({ status: 'deployed', reference: 'secrets/shop' });
    expect(await scenario.addressBook.referenceOf('web')).toBe('secrets/shop');
  });
});
