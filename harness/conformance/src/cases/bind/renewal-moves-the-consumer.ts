import { CannotProve } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { ADDRESS_KEPT } from '../../world/address-kept.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/renewal-moves-the-consumer',
  level: 'capability',
  kind: 'binding',
  requires: [],
  title: 'A renewal whose certificate has another address moves the consumer to it.',
  why: 'Where addresses change, an unmoved consumer serves the old certificate until it expires.',
  source: 'the contract: BindingMoves.bind',
  remedy: 'Replace what the slot holds.',
  async run(world) {
    const target = await world.bound('one');
    const first = await world.deployed({ target });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed, { target }), 'deployed');
    if (reference === first.reference) throw new CannotProve(ADDRESS_KEPT);
    expectEqual('what the consumer uses', (await world.consumers.observe('web', 'one')).references, [
      expectThere('the reference', reference),
    ]);
  },
});
