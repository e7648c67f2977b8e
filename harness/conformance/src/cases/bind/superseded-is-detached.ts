import { CannotProve } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { ADDRESS_KEPT } from '../../world/address-kept.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/superseded-is-detached',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'unbinds', is: [true] }],
  title:
    'Where a consumer has several certificates, the one that was superseded is taken from it, and those of others stay.',
  why: 'Lists have room for few, and an old certificate beside the new one is served to some.',
  source: 'the contract: BindingUnbinds',
  remedy: 'Take away the reference that is named, and no other.',
  async run(world) {
    const target = await world.bound('many');
    const theirs = await world.consumers.point(
      'web',
      'many',
      await world.issue({ names: ['theirs.example.com'] }),
    );
    const first = await world.deployed({ target });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed, { target }), 'deployed');
    if (reference === first.reference) throw new CannotProve(ADDRESS_KEPT);
    const { references } = await world.consumers.observe('web', 'many');
    expectEqual('what the consumer uses', [...references].sort(), [reference ?? '', theirs].sort());
  },
});
