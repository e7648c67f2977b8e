import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'calls/slow-answer-is-waited-for',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'An answer that comes late is an answer.',
  why: 'A service under load answers late, and a deploy that gives up early is repeated by everybody.',
  source: 'the contract: Call.attempt',
  remedy: 'Set no time-out of your own below that of the engine.',
  async run(world) {
    await world.deployed();
    world.arm({ move: 'import', shape: 'slow' });
    // The proof is late as well, so that an import which was sent twice has arrived twice when they are counted.
    world.after('import', async () => void world.arm({ move: 'read', shape: 'slow' }));
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    expectEqual('requests that import', world.requests('import').length, 1);
    await expectHeld(world, renewed, reference);
  },
});
