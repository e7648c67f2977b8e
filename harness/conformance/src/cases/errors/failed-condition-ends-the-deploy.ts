import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/failed-condition-ends-the-deploy',
  level: 'capability',
  kind: 'store',
  requires: [],
  title:
    'An import whose condition does not hold any more ends the deploy as a conflict, and is not sent again.',
  why: 'Somebody wrote between the look and the import. The condition was there to keep theirs.',
  source: 'the contract: FailureClass',
  remedy: 'Class a condition that does not hold (412, PreconditionFailed) as conflict.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'import', shape: '412', times: 'for-good' });
    const outcome = expectStatus(await world.deploy(await world.issue()), 'failed');
    expectEqual('requests that import', world.requests('import').length, 1);
    world.struck();
    expectEqual('the class of the failure', outcome.error.failure?.class, 'conflict');
    await expectHeld(world, first, first.reference);
  },
});
