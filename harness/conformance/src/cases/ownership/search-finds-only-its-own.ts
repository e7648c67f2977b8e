import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'ownership/search-finds-only-its-own',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'finds', is: [true] }],
  title: 'A search by provenance finds nothing that belongs to another target or installation.',
  why: 'What is found is renewed: a wrong match overwrites a stranger.',
  source: 'the contract: StoreFinds.find by provenance',
  remedy: 'Compare target id and instance, both of them, whole.',
  async run(world) {
    world.startWithoutRecords({ instance: 'another' });
    const theirs = await world.deployed();
    world.startWithoutRecords();
    const shop = await world.deployed(
      { target: world.target('shop') },
      await world.issue({ names: ['shop.example.com'] }),
    );
    world.startWithoutRecords();
    const mine = await world.issue();
    const outcome = expectStatus(await world.deploy(mine), 'deployed');
    await expectHeld(world, mine, outcome.reference);
    await expectHeld(world, theirs, theirs.reference);
    await expectHeld(world, shop, shop.reference);
    expectEqual('certificates at the service', (await world.stage.observe()).length, 3);
  },
});
