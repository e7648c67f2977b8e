import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'activate/consumers-are-told',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'activates', is: [true] }],
  title:
    'After an import, and after its rollback, the consumers are told to take up what is stored; a failure to tell them takes the deploy back.',
  why: 'A file that nobody reads again serves the old certificate until it expires.',
  source: 'the contract: StoreActivates',
  remedy: 'Tell the consumers in activate(); let its failure through.',
  async run(world) {
    const first = await world.deployed();
    expectThat(
      'requests that tell the consumers',
      world.stage.wire().some(({ moves }) => moves.includes('activate')),
      'at least one',
      'none',
    );
    world.arm({ move: 'activate', shape: 'invalid' });
    expectStatus(await world.deploy(await world.issue()), 'restored');
    world.struck();
    expectEqual('requests that tell the consumers, there and back', world.requests('activate').length, 2);
    await expectHeld(world, first, first.reference);
  },
});
