import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deadline/unanswered-import-is-found',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'An import that arrived and never gets an answer is found to be there when its time is over.',
  why: 'The load balancer before a service gives up earlier than the service.',
  source: 'the contract: uncertain',
  remedy: 'Hand the signal to the SDK; show what the service holds.',
  async run(world) {
    await world.deployed();
    world.start({ timing: { requestMs: 600 } });
    world.arm({ move: 'import', shape: 'timeout-after-effect' });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    expectEqual('requests that import', world.requests('import').length, 1);
    await expectHeld(world, renewed, reference);
  },
});
