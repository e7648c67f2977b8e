import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/key-is-read-back',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'readsKeyBack', is: [true] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
  ],
  title:
    'The key of a certificate that was never deployed from here is read back before it is replaced, and comes back with it.',
  why: 'On the first day nobody else has that key.',
  source: 'the contract: StoreReadsKeyBack',
  remedy: 'Give back the private key and the whole chain of what is held now.',
  async run(world) {
    const theirs = await world.issue({ by: 'second' });
    const reference = await world.stage.seed({ target: 'web', ...theirs });
    const target = world.pinned(reference);
    const renewed = await world.issue();
    const acts = { takeOver: theirs.facts.fingerprint };
    const plan = await world.plan(renewed, { target, acts });
    expectEqual('the class of rollback', plan.rollback, 'exact');
    await world.misstoreNext(await world.issue());
    expectStatus(await world.deploy(renewed, { target, acts }), 'restored');
    await expectHeld(world, theirs, reference);
  },
});
