import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'rollback/undeclared-disable-is-absent',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'disables', is: [false] }],
  title: 'A store that declares that it disables nothing has no move for it.',
  why: 'A move that exists and is not declared is never planned with, and never proven.',
  source: 'the contract: capabilities.disables',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const opened = await world.open();
    expectEqual('whether the store has disable()', typeof Reflect.get(opened, 'disable'), 'undefined');
  },
});
