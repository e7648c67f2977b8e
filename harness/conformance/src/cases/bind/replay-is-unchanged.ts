import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/replay-is-unchanged',
  level: 'core',
  kind: 'binding',
  requires: [],
  title: 'The same deploy once more finds the consumer pointed, and sends it nothing.',
  why: 'A consumer that is changed at each replay drops connections.',
  source: 'the contract: BindingMoves.inspect',
  remedy: 'Tell the references in the spelling in which they were given.',
  async run(world) {
    const target = await world.bound('one');
    const leaf = await world.deployed({ target });
    expectStatus(await world.deploy(leaf, { target }), 'unchanged');
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
