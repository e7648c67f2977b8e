import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/on-demand',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title:
    'An operator who asks for it gets the certificate of before back, with its key, and the target is on hold.',
  why: 'A certificate can be proven and still be wrong for the clients.',
  source: 'the flow: roll back',
  remedy: 'Import what is put back as any other material.',
  async run(world) {
    const first = await world.deployed();
    const second = await world.deployed();
    const outcome = await world.engine.rollback({ target: world.target() });
    expectStatus(outcome, 'deployed');
    const reference = world.store.capabilities.rotation === 'replaces' ? outcome.reference : second.reference;
    await expectHeld(world, first, reference);
    expectStatus(await world.deploy(second), 'refused');
  },
});
