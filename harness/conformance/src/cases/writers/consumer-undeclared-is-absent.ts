import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { consumerOf } from '../../world/consumer-of.js';

export default defineCase({
  slug: 'writers/consumer-undeclared-is-absent',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'writers', is: [false] }],
  title: 'A binding that declares no record of who changed a consumer has no move for it.',
  why: 'A move that exists and is not declared is never asked.',
  source: 'the contract: capabilities.writers',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const { binding } = await consumerOf(world);
    expectEqual('whether the binding has writers()', typeof Reflect.get(binding, 'writers'), 'undefined');
  },
});
