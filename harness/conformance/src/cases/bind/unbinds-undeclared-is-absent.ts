import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { consumerOf } from '../../world/consumer-of.js';

export default defineCase({
  slug: 'bind/unbinds-undeclared-is-absent',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'unbinds', is: [false] }],
  title:
    'A binding that declares that nothing can be taken from a consumer has no move for it, and no consumer of it has several.',
  why: 'A certificate that was added, and cannot be taken away, is served beside the one that follows it.',
  source: 'the contract: capabilities.unbinds',
  remedy: 'Declare it; or take the method away, and have each consumer be a slot for one.',
  async run(world) {
    for (const slot of world.consumers.slots) {
      const { binding, consumer } = await consumerOf(world, {}, slot);
      expectEqual('the slot of the consumer', consumer.place.slot, 'one');
      expectEqual('whether the binding has unbind()', typeof Reflect.get(binding, 'unbind'), 'undefined');
    }
  },
});
