import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/first-import-is-removed',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'removes', is: [true] },
    { capability: 'rotation', is: ['in-place', 'replaces'] },
  ],
  title: 'A first import that cannot be proven is taken away, and nothing else is.',
  why: 'What is left over counts against quotas and is found by the next search; what is removed too much is somebody’s site.',
  source: 'the contract: StoreRemoves',
  remedy: 'Delete the one that is named, by its whole reference.',
  async run(world) {
    const neighbour = await world.deployed(
      { target: world.target('shop') },
      await world.issue({ names: ['shop.example.com'] }),
    );
    await world.misstoreNext(await world.issue());
    expectStatus(await world.deploy(await world.issue()), 'withdrawn');
    const places = await world.stage.observe();
    expectEqual(
      'what is left',
      places.map(({ reference }) => reference),
      [neighbour.reference],
    );
    await expectHeld(world, neighbour, neighbour.reference);
  },
});
