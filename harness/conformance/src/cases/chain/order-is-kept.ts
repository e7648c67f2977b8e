import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { chainOf, expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'chain/order-is-kept',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A chain that is given in any order is held in order, from the leaf toward the root.',
  why: 'Clients that build no paths themselves fail on a chain out of order (RFC 5246, 7.4.2).',
  source: 'RFC 5246, 7.4.2; RFC 8446, 4.4.2',
  remedy: 'Send the chain of the material as it is: it is in order already.',
  async run(world) {
    const leaf = await world.issue({ by: 'second' });
    const blocks = leaf.chainPem.match(/-----BEGIN [\s\S]*?-----END [^\n]*\n/g) ?? [];
    const shuffled = [...blocks].reverse().join('');
    expectStatus(await world.deploy({ ...leaf, chainPem: shuffled }), 'deployed');
    const held = await expectHeld(world, leaf);
    expectEqual('certificates in the chain', chainOf(held).length, 2);
  },
});
