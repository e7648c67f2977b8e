import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'ownership/undeclared-search-is-absent',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'finds', is: [false] }],
  title: 'A store that declares that nothing is found has no move for it.',
  why: 'A search that is not declared is never planned with, and never proven.',
  source: 'the contract: capabilities.finds',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const opened = await world.open();
    expectEqual('whether the store has find()', typeof Reflect.get(opened, 'find'), 'undefined');
  },
});
