import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { expectTrails } from '../../world/expect-trails.js';

export default defineCase({
  slug: 'writers/trails-say-what-they-show',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'writers', is: [true] }],
  title:
    'Each record of who wrote says, offline, what it shows, what it never does, how late it is, and by which declared call it is read.',
  why: 'A record that is taken for complete acquits the one who wrote.',
  source: 'the contract: Trail',
  remedy: 'Fill in what the vendor documents of the record; name the call among the permissions.',
  async run(world) {
    const { reference } = await world.deployed();
    const address = expectThere('the address', world.outcomes.at(-1)?.address);
    const target = world.pinned(reference);
    const opened = await world.openStore(target.config);
    const checked = await world.plugin.config['~standard'].validate(target.config);
    if (checked.issues)
      throw new CaseFailure('the configuration', 'a valid one', JSON.stringify(checked.issues));
    const writers = opened.writers?.({ config: checked.value, place: { address, reference, scope: '' } });
    expectTrails(expectThere('writers()', writers), world.plugin);
    expectEqual('requests at the service', world.requests().length, 0);
  },
});
