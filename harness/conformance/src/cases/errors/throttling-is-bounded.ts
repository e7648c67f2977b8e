import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/throttling-is-bounded',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'An import that is throttled for good is given up after the attempts that it has, and nothing has changed.',
  why: 'A plugin that retries by itself multiplies with the engine, and makes the throttle worse.',
  source: 'the contract: Call.attempt',
  remedy: 'Turn the retries of the SDK off; let the engine repeat.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'import', shape: '429', times: 'for-good' });
    const outcome = expectStatus(await world.deploy(await world.issue()), 'failed');
    world.struck();
    expectEqual('the class of the failure', outcome.error.failure?.class, 'throttled');
    expectEqual('requests that import', world.requests('import').length, 4);
    await expectHeld(world, first, first.reference);
  },
});
