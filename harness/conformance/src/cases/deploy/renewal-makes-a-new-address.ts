import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat, expectThere } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/renewal-makes-a-new-address',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['replaces'] }],
  title:
    'A renewal makes another certificate, whose reference the outcome tells; the one before stays as it is.',
  why: 'Whoever is not told the new address goes on with the old certificate.',
  source: "the contract: rotation: 'replaces'",
  remedy: 'Return the place that the import has made, with its reference.',
  async run(world) {
    const first = await world.deployed();
    const renewed = await world.issue();
    const outcome = expectStatus(await world.deploy(renewed), 'deployed');
    const reference = expectThere('the reference after the renewal', outcome.reference);
    expectThat('the reference after the renewal', reference !== first.reference, 'another one', reference);
    await expectHeld(world, renewed, reference);
    await expectHeld(world, first, first.reference);
  },
});
