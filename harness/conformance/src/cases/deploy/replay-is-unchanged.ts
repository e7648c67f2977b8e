import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/replay-is-unchanged',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'The same deploy once more finds everything in place, and sends no write.',
  why: 'Deploys are repeated by schedules and after crashes; an import each time eats quotas and hides drift.',
  source: 'the flow: an empty plan sends no write',
  remedy: 'Report what is held as bytes: the leaf as DER, the chain in the order of the service.',
  async run(world) {
    const leaf = await world.deployed();
    const before = await world.stage.observe();
    const outcome = expectStatus(await world.deploy(leaf), 'unchanged');
    expectEqual('the reference', outcome.reference, leaf.reference);
    expectEqual('requests that would change something', world.writes().length, 0);
    expectEqual('what is held', await world.stage.observe(), before);
  },
});
