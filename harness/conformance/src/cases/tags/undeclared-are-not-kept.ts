import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/undeclared-are-not-kept',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'tags', is: ['none'] }],
  title: 'A store that declares no tags keeps none, and needs none to be deployed to again.',
  why: 'A plugin that sets tags it does not declare leaves ones that nobody can read or remove.',
  source: "the contract: tags: 'none'",
  remedy: 'Declare how tags are set, or set none.',
  async run(world) {
    const leaf = await world.deployed();
    const opened = await world.open();
    for (const method of ['readTags', 'tag']) {
      expectEqual(`whether the store has ${method}()`, typeof Reflect.get(opened, method), 'undefined');
    }
    expectEqual('the tags that are held', (await world.held(leaf.reference)).tags, undefined);
    const renewed = await world.issue();
    expectStatus(await world.deploy(renewed), 'deployed');
    await expectHeld(world, renewed);
  },
});
