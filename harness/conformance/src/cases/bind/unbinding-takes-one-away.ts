import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { consumerOf } from '../../world/consumer-of.js';

export default defineCase({
  slug: 'bind/unbinding-takes-one-away',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'unbinds', is: [true] }],
  title:
    'A certificate that is taken from a consumer is gone from it, those beside it stay, and taking it once more is no failure.',
  why: 'The way back takes away what was added, and asks again when an answer was lost.',
  source: 'the contract: BindingUnbinds',
  remedy: 'Take away the reference that is named; let one that is not there be as if it had been taken.',
  async run(world) {
    await world.bound('many');
    const { point, observe } = world.consumers;
    const theirs = await point('web', 'many', await world.issue({ names: ['theirs.example.com'] }));
    const ours = await point('web', 'many', await world.issue());
    const { binding, consumer } = await consumerOf(world, {}, 'many');
    const unbind = expectThere('unbind()', binding.unbind).bind(binding);
    for (const round of ['once', 'twice']) {
      await unbind(consumer, ours, world.rawCall());
      const { references } = await observe('web', 'many');
      expectEqual(`what the consumer uses after it was asked for ${round}`, references, [theirs]);
    }
  },
});
