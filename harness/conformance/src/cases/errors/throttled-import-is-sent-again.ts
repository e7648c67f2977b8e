import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/throttled-import-is-sent-again',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'An import that the service throttles is sent again, and once it is taken no more.',
  why: 'Throttles come with every large renewal. Giving up fails the night; a throttle that is taken for refused does, too.',
  source: 'the contract: FailureClass',
  remedy: 'Class what asks for patience as throttled, by the service’s own name for it.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'import', shape: '429', times: 2 });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    expectEqual('requests that import', world.requests('import').length, 3);
    await expectHeld(
      world,
      renewed,
      world.store.capabilities.rotation === 'replaces' ? reference : first.reference,
    );
  },
});
