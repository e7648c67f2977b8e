import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/restores-with-its-own-key',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title: 'A rollback puts leaf, chain and private key of before back, and says that it did.',
  why: 'A leaf that comes back without its key is worse than the failed deploy.',
  source: 'the flow: roll back',
  remedy: 'Import what is put back as any other material.',
  async run(world) {
    const first = await world.deployed({}, await world.issue({ by: 'second' }));
    await world.misstoreNext(await world.issue());
    const outcome = expectStatus(await world.deploy(await world.issue()), 'restored');
    expectEqual(
      'what was held before, as the outcome tells it',
      outcome.before?.fingerprint,
      first.facts.fingerprint,
    );
    await expectHeld(world, first, first.reference);
    expectStatus(await world.engine.rollback({ target: world.target() }), 'refused');
  },
});
