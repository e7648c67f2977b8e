import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'activate/undeclared-is-absent',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'activates', is: [false] }],
  title: 'A store that declares that nobody needs to be told has no move for it.',
  why: 'A move that exists and is not declared is never made.',
  source: 'the contract: capabilities.activates',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const opened = await world.open();
    expectEqual('whether the store has activate()', typeof Reflect.get(opened, 'activate'), 'undefined');
  },
});
