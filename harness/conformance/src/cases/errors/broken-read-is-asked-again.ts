import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/broken-read-is-asked-again',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A read that breaks once does not end the deploy.',
  why: 'Connections break. A deploy of many reads would seldom end well.',
  source: 'the contract: FailureClass',
  remedy: 'Class a 5xx and a broken connection as broken; keep nothing of the answer that broke.',
  async run(world) {
    await world.deployed();
    world.arm({ move: 'read', shape: '5xx' });
    world.arm({ move: 'inspect', shape: 'lost-request' });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    await expectHeld(world, renewed, reference);
  },
});
