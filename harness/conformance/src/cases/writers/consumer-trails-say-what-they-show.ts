import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { consumerOf } from '../../world/consumer-of.js';
import { expectTrails } from '../../world/expect-trails.js';

export default defineCase({
  slug: 'writers/consumer-trails-say-what-they-show',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'writers', is: [true] }],
  title:
    'Each record of who changed a consumer says, offline, what it shows, what it never does, how late it is, and by which declared call it is read.',
  why: 'A record that is taken for complete acquits the one who pointed it elsewhere.',
  source: 'the contract: Trail',
  remedy: 'Fill in what the vendor documents of the record; name the call among the permissions.',
  async run(world) {
    const { binding, consumer } = await consumerOf(world);
    world.forget();
    expectTrails(expectThere('writers()', binding.writers?.(consumer)), world.plugin);
    expectEqual('requests at the service', world.requests().length, 0);
  },
});
