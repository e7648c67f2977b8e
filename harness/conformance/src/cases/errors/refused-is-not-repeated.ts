import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/refused-is-not-repeated',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'An import that the service refuses is sent once; what it said is told, and nothing has changed.',
  why: 'Repeating what will never be taken wastes the minutes that an expiring certificate has.',
  source: 'the contract: FailureClass',
  remedy: 'Class what the service will not do, however often it is asked, as refused.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'import', shape: 'invalid', times: 'for-good' });
    const outcome = expectStatus(await world.deploy(await world.issue()), 'failed');
    world.struck();
    expectEqual('the class of the failure', outcome.error.failure?.class, 'refused');
    expectEqual('whether it is for want of a permission', outcome.error.failure?.permission ?? false, false);
    expectEqual('requests that import', world.requests('import').length, 1);
    await expectHeld(world, first, first.reference);
  },
});
