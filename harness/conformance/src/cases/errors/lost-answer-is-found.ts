import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/lost-answer-is-found',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'An import that arrived, and whose answer was lost, is found to be there, and the deploy goes on.',
  why: 'Sending again what arrived makes two; giving up leaves what nobody knows of.',
  source: 'the contract: uncertain',
  remedy: 'Show what the service holds, also when nobody has told the plugin that it arrived.',
  async run(world) {
    await world.deployed();
    world.arm({ move: 'import', shape: 'lost-answer' });
    const renewed = await world.issue();
    const outcome = expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    expectEqual('requests that import', world.requests('import').length, 1);
    await expectHeld(world, renewed, outcome.reference);
  },
});
