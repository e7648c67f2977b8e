import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/first-import-is-held',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A first deploy leaves the leaf at the service, with its own key and its chain in order.',
  why: 'An import that answers well and stores something else is found out by the first visitor.',
  source: 'the contract: StoreMoves.import',
  remedy: 'Send leaf, chain and key of the material, and nothing else, in one request.',
  async run(world) {
    const leaf = await world.issue();
    expectStatus(await world.deploy(leaf), 'deployed');
    await expectHeld(world, leaf);
    expectEqual('requests that import', world.requests('import').length, 1);
  },
});
