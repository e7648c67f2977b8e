import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'proof/lost-chain-is-taken-back',
  level: 'core',
  kind: 'store',
  requires: [
    { capability: 'rotation', is: ['in-place'] },
    { capability: 'proof', is: ['leaf', 'handshake'] },
  ],
  title:
    'A service that keeps the leaf and drops the chain has not taken the certificate: the one of before comes back.',
  why: 'Browsers fetch a missing intermediate, and programs do not: half of the clients fail.',
  source: 'RFC 8446, 4.4.2',
  remedy: 'Show the chain that the service holds, also when it is none.',
  async run(world) {
    const first = await world.deployed();
    const renewed = await world.issue();
    const overwrite = world.need('overwrite');
    world.after('import', () => overwrite(first.reference, { ...renewed, chainPem: '' }));
    expectStatus(await world.deploy(renewed), 'restored');
    await expectHeld(world, first, first.reference);
  },
});
