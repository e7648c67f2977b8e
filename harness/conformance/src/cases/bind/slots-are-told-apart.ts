import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/slots-are-told-apart',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'unbinds', is: [true] }],
  title:
    'A certificate that a consumer has in the slot for one is not taken for one of the slot for several: it is added there too.',
  why: 'When the default moves on, the certificate that nobody has added to the list is served to nobody.',
  source: 'the contract: Bound.references',
  remedy: 'Tell in inspect() and in settled() what is in the slot of the place, and nothing of the other.',
  async run(world) {
    const alone = await world.bound('one');
    const leaf = await world.deployed({ target: alone });
    const listed = await world.bound('many');
    const target = { ...alone, bindings: [...(alone.bindings ?? []), ...(listed.bindings ?? [])] };
    const { reference } = expectStatus(await world.deploy(leaf, { target }), 'deployed');
    const [only, several] = [
      await world.consumers.observe('web', 'one'),
      await world.consumers.observe('web', 'many'),
    ];
    expectEqual('the slot for one', only.references, [expectThere('the reference', reference)]);
    expectEqual('the slot for several', several.references, only.references);
  },
});
