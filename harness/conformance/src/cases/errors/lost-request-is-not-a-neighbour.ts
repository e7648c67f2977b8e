import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/lost-request-is-not-a-neighbour',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'finds', is: [true] },
    { capability: 'tags', is: ['with-import', 'own-call'] },
  ],
  title: 'A first import that was lost is not taken for arrived because another target holds the same leaf.',
  why: 'One certificate goes to many targets. The first one’s would pass for all of them.',
  source: 'the contract: StoreFinds.find by leaf',
  remedy: 'Leave out of a search by leaf what the tags say is of another target.',
  async run(world) {
    const leaf = await world.deployed({ target: world.target('shop') });
    world.arm({ move: 'import', shape: 'lost-request' });
    expectStatus(await world.deploy(leaf, { target: world.target('web') }), 'failed');
    world.struck();
    expectEqual('certificates at the service', (await world.stage.observe()).length, 1);
    const outcome = expectStatus(await world.deploy(leaf, { target: world.target('web') }), 'deployed');
    expectThat('the reference', outcome.reference !== leaf.reference, 'one of its own', outcome.reference);
  },
});
