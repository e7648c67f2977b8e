import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/lost-first-answer-is-found',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'A first import that arrived, and whose answer was lost, is found again: there is one certificate, and the target knows it.',
  why: 'Without an address nobody knows what the import has made: it has to be searched for by its leaf.',
  source: 'the contract: StoreFinds.find by leaf',
  remedy: 'Compare leaves as DER; look at every certificate since the moment that is given.',
  async run(world) {
    world.arm({ move: 'import', shape: 'lost-answer' });
    const leaf = await world.issue();
    const outcome = expectStatus(await world.deploy(leaf), 'deployed');
    world.struck();
    await expectHeld(world, leaf);
    const again = expectStatus(await world.deploy(leaf), 'unchanged');
    if (world.store.capabilities.finds) {
      expectEqual('the reference of the replay', again.reference, outcome.reference);
    }
  },
});
