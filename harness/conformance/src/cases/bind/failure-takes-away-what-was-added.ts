import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/failure-takes-away-what-was-added',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'unbinds', is: [true] }],
  title:
    'A certificate that was added to a consumer is taken away again when the next consumer refuses it, and those beside it stay.',
  why: 'What a failed deploy leaves in a list is served, and nobody knows of it.',
  source: 'the contract: BindingUnbinds',
  remedy: 'Take away the reference that is named, and no other.',
  async run(world) {
    const [listed, alone] = [await world.bound('many'), await world.bound('one')];
    const target = { ...alone, bindings: [...(listed.bindings ?? []), ...(alone.bindings ?? [])] };
    const { point, observe } = world.consumers;
    const theirs = await point('web', 'many', await world.issue({ names: ['theirs.example.com'] }));
    const before = await observe('web', 'one');
    world.arm({ move: 'bind', shape: 'invalid', after: 1 });
    const outcome = await world.deploy(await world.issue(), { target });
    world.struck();
    expectStatusIn(outcome, 'restored', 'withdrawn');
    expectEqual('the slot for several', (await observe('web', 'many')).references, [theirs]);
    expectEqual('the slot for one', (await observe('web', 'one')).references, before.references);
  },
});
