import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/operators-own-survive',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'tags', is: ['with-import', 'own-call'] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
  ],
  title: 'A tag that somebody else has set is there after a replay, and after a renewal.',
  why: 'Billing, inventory and alarms hang on tags that no deploy knows of.',
  source: 'the contract: capabilities.tags',
  remedy:
    'Add what is missing and leave the rest alone; a service whose imports replace all tags is sent the present ones too.',
  async run(world) {
    const first = await world.deployed();
    const retag = world.need('retag');
    const { tags = {} } = await world.held();
    await retag(first.reference, { ...tags, 'cost-center': '4711' });
    expectStatus(await world.deploy(first), 'unchanged');
    expectEqual(
      'the tag of somebody else, after a replay',
      (await world.held()).tags?.['cost-center'],
      '4711',
    );
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    const held = await expectHeld(world, renewed, reference);
    expectEqual('the tag of somebody else, after a renewal', held.tags?.['cost-center'], '4711');
  },
});
