import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { placeOf } from '../../world/place-of.js';

/** All digits are decimal, too; the first one is zero; the first bit is set; as long as there are. */
const SERIALS = ['12345678', '0badc0de', 'c0ffee', '7fffffffffffffffffffffffffffffffffffffff'];

export default defineCase({
  slug: 'proof/serial-is-hexadecimal',
  level: 'provisional',
  kind: 'store',
  requires: [
    { capability: 'proof', is: ['serial'] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
  ],
  title:
    'The serial that is shown is that of the leaf, in the one spelling of the contract, however the service writes it.',
  why: 'Services write serials in decimal, with colons, or with a zero in front: compared as text, a good deploy is taken back.',
  source: 'the contract: Held.serial; RFC 5280, 4.1.2.2',
  remedy: 'Use serialFromDecimal() or normaliseSerial() of @certctl/certificate.',
  async run(world) {
    for (const serial of SERIALS) {
      const leaf = await world.issue({ serial });
      const place = await placeOf(world, leaf);
      await expectHeld(world, leaf, place.reference);
      const opened = await world.openStore();
      const shown = await opened.read(place, 'latest', world.rawCall());
      const seen = shown === 'absent' ? shown : shown.serial;
      expectEqual('the serial that is shown', seen, leaf.facts.serial);
    }
  },
});
