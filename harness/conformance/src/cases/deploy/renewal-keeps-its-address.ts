import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/renewal-keeps-its-address',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place'] }],
  title: 'A renewal replaces the certificate under the address that consumers have.',
  why: 'A renewal that makes a second certificate leaves every consumer on the old one until it expires.',
  source: "the contract: rotation: 'in-place'",
  remedy: 'Import into the reference of the place when it has one.',
  async run(world) {
    const first = await world.deployed();
    const renewed = await world.issue();
    const outcome = expectStatus(await world.deploy(renewed), 'deployed');
    expectEqual('the reference after the renewal', outcome.reference, first.reference);
    await expectHeld(world, renewed);
  },
});
