import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'proof/same-serial-is-not-enough',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'proof', is: ['leaf', 'fingerprint', 'handshake'] },
    { capability: 'rotation', is: ['in-place'] },
  ],
  title: 'Another certificate with the serial of the one that was sent is seen to be another.',
  why: 'Serials are unique within one authority only, and a re-issue may repeat one.',
  source: 'RFC 5280, 4.1.2.2',
  remedy: 'Show the leaf as DER where the service gives it; compare nothing yourself.',
  async run(world) {
    const first = await world.deployed();
    const renewed = await world.issue();
    const impostor = await world.issue({ serial: renewed.facts.serial });
    expectEqual('the serial of the impostor', impostor.facts.serial, renewed.facts.serial);
    const overwrite = world.need('overwrite');
    world.after('import', () => overwrite(first.reference, impostor));
    expectStatus(await world.deploy(renewed), 'restored');
    await expectHeld(world, first, first.reference);
  },
});
