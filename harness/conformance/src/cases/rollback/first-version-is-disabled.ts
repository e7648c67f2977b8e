import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/first-version-is-disabled',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'disables', is: [true] },
    { capability: 'rotation', is: ['versioned'] },
  ],
  title: 'A first version that cannot be proven is taken out of service, and the name’s neighbours are not.',
  why: 'A bad version that stays enabled is what consumers take.',
  source: 'the contract: StoreDisables',
  remedy: 'Disable the revision that is named, and only that.',
  async run(world) {
    const neighbour = await world.deployed(
      { target: world.target('shop') },
      await world.issue({ names: ['shop.example.com'] }),
    );
    await world.misstoreNext(await world.issue());
    expectStatus(await world.deploy(await world.issue()), 'withdrawn');
    const others = (await world.stage.observe()).filter(({ reference }) => reference !== neighbour.reference);
    expectEqual('names beside the neighbour', others.length, 1);
    expectEqual(
      'whether consumers are given it',
      others[0]?.revisions.map(({ enabled }) => enabled),
      [false],
    );
    await expectHeld(world, neighbour, neighbour.reference);
  },
});
