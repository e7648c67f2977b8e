import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/found-again-by-provenance',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'finds', is: [true] },
    { capability: 'tags', is: ['with-import', 'own-call'] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
  ],
  title: 'A deploy that has lost its records finds its certificate by its tags, and renews that one.',
  why: 'After a lost disk every target would otherwise get a second certificate that nobody uses.',
  source: 'the contract: StoreFinds.find by provenance',
  remedy: 'Search by target id and instance, and compare both; return every match.',
  async run(world) {
    const first = await world.deployed();
    world.startWithoutRecords();
    const renewed = await world.issue();
    const outcome = expectStatus(
      await world.deploy(renewed, { previousKey: first.privateKeyPem }),
      'deployed',
    );
    if (world.store.capabilities.rotation !== 'replaces') {
      expectEqual('the reference after the renewal', outcome.reference, first.reference);
    }
    await expectHeld(world, renewed, outcome.reference);
    const again = expectStatus(await world.deploy(renewed), 'unchanged');
    expectEqual('the reference of the replay', again.reference, outcome.reference);
  },
});
