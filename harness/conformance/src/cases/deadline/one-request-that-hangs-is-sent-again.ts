import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deadline/one-request-that-hangs-is-sent-again',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A read that gets no answer within the time of one request is asked again.',
  why: 'One dead connection in a pool must not end a deploy.',
  source: 'the contract: Call.attempt',
  remedy: 'Hand the signal to the SDK, so that a dead connection is given up.',
  async run(world) {
    await world.deployed();
    world.start({ timing: { requestMs: 500 } });
    world.arm({ move: 'inspect', shape: 'timeout-before-effect' });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    await expectHeld(world, renewed, reference);
  },
});
