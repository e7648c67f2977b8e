import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'calls/looks-never-write',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'Plan, show and verify send no request that would change something.',
  why: 'They are run by schedules, and by people who are only curious.',
  source: 'the contract: readOnly',
  remedy: 'Do in import, tag and the like what changes something, and nowhere else.',
  async run(world) {
    const leaf = await world.deployed();
    const before = await world.stage.observe();
    await world.plan(await world.issue());
    await world.engine.show(world.target());
    await world.engine.verify(world.target(), { expected: leaf.facts.fingerprint });
    world.startWithoutRecords();
    await world.plan(await world.issue());
    expectEqual('requests that would change something', world.writes().length, 0);
    expectEqual('what is held', await world.stage.observe(), before);
  },
});
