import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';
import { fingerprintOf } from '../../world/world.js';

export default defineCase({
  slug: 'bind/consumer-is-pointed',
  level: 'core',
  kind: 'binding',
  requires: [],
  title:
    'A deploy points the consumer of its target at the certificate that it has stored, and sees that it uses it.',
  why: 'A renewed certificate that nobody is pointed at expires unseen.',
  source: 'the contract: BindingMoves.bind',
  remedy: 'Have the consumer use the reference that is given; tell in settled() what it is seen to use.',
  async run(world) {
    const target = await world.bound('one');
    const leaf = await world.issue();
    const { reference } = expectStatus(await world.deploy(leaf, { target }), 'deployed');
    const seen = await world.consumers.observe('web', 'one');
    expectEqual('what the consumer uses', seen.references, [expectThere('the reference', reference)]);
    expectEqual('the leaf that it serves', seen.serves && fingerprintOf(seen.serves), leaf.facts.fingerprint);
  },
});
