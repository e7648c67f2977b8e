import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/conflict-ends-the-deploy',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'An import that meets another operation ends the deploy, and nothing has changed.',
  why: 'Whoever holds the thing is at work on it: going on would mix two changes.',
  source: 'the contract: FailureClass',
  remedy: 'Class what somebody else holds as conflict.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'import', shape: '409', times: 'for-good' });
    const outcome = expectStatus(await world.deploy(await world.issue()), 'failed');
    world.struck();
    expectEqual('the class of the failure', outcome.error.failure?.class, 'conflict');
    await expectHeld(world, first, first.reference);
  },
});
