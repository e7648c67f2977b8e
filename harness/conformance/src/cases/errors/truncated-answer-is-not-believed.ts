import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/truncated-answer-is-not-believed',
  level: 'capability',
  kind: 'store',
  requires: [],
  title: 'A read whose answer breaks off is asked again after an import: half an answer is no answer.',
  why: 'Half a chain reads like a chain that was lost, and half a list like one that has ended.',
  source: 'the contract: FailureClass',
  remedy: 'Let the SDK’s error about a body that does not parse through; class it as broken.',
  async run(world) {
    await world.deployed();
    world.after('import', async () => {
      world.arm({ move: 'read', shape: 'truncated' });
    });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    await expectHeld(world, renewed, reference);
  },
});
