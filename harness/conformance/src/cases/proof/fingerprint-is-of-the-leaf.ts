import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { placeOf } from '../../world/place-of.js';
import { fingerprintOf } from '../../world/world.js';

export default defineCase({
  slug: 'proof/fingerprint-is-of-the-leaf',
  level: 'provisional',
  kind: 'store',
  requires: [{ capability: 'proof', is: ['fingerprint'] }],
  title:
    'The fingerprint that is shown is the SHA-256 of the leaf that is held, in the one spelling of the contract.',
  why: 'Services show SHA-1, capitals and colons, or the fingerprint of the key: a good deploy is taken back.',
  source: 'the contract: Held.fingerprint',
  remedy:
    'Give 64 lower-case digits without separators; a service that shows no SHA-256 of the leaf is no such store.',
  async run(world) {
    const leaf = await world.issue({ by: 'second' });
    const place = await placeOf(world, leaf);
    const held = await expectHeld(world, leaf, place.reference);
    const opened = await world.openStore();
    const shown = await opened.read(place, 'latest', world.rawCall());
    const fingerprint = shown === 'absent' ? shown : shown.fingerprint;
    expectEqual('the fingerprint that is shown', fingerprint, fingerprintOf(held.leaf));
  },
});
