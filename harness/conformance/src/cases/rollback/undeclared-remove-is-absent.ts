import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'rollback/undeclared-remove-is-absent',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'removes', is: [false] }],
  title: 'A store that declares that it removes nothing has no move for it.',
  why: 'A move that exists and is not declared is never planned with, and never proven.',
  source: 'the contract: capabilities.removes',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const opened = await world.open();
    expectEqual('whether the store has remove()', typeof Reflect.get(opened, 'remove'), 'undefined');
  },
});
