import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'writers/undeclared-is-absent',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'writers', is: [false] }],
  title: 'A store that declares no record of who wrote has no move for it.',
  why: 'A move that exists and is not declared is never asked.',
  source: 'the contract: capabilities.writers',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const opened = await world.open();
    expectEqual('whether the store has writers()', typeof Reflect.get(opened, 'writers'), 'undefined');
  },
});
