import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/out-of-order-is-not-absent',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'A look that the service cannot answer is asked again, and then ends the deploy: it is not taken for “nothing is there”.',
  why: 'An outage of an hour would otherwise make a second certificate for every target.',
  source: 'the contract: FailureClass',
  remedy: 'Report absent only when the service itself says so; let everything else through.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'inspect', shape: '5xx', times: 'for-good' });
    const outcome = expectStatus(await world.deploy(await world.issue()), 'failed');
    expectEqual('the class of the failure', outcome.error.failure?.class, 'broken');
    expectEqual('requests that would change something', world.writes().length, 0);
    world.struck();
    await expectHeld(world, first, first.reference);
  },
});
