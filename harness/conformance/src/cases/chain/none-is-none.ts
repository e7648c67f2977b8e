import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { chainOf, expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'chain/none-is-none',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A leaf right below its root is held without a chain: neither the leaf nor the root stands in it.',
  why: 'A leaf that is repeated in the chain is refused by services, and by strict clients.',
  source: 'RFC 8446, 4.4.2',
  remedy: 'Leave the chain out where it is empty.',
  async run(world) {
    const leaf = await world.issue({ by: 'root' });
    expectStatus(await world.deploy(leaf), 'deployed');
    const held = await expectHeld(world, leaf);
    expectEqual('certificates in the chain', chainOf(held).length, 0);
    expectStatus(await world.deploy(leaf), 'unchanged');
  },
});
