import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/unknown-caller-is-refused',
  level: 'capability',
  kind: 'store',
  requires: [],
  title: 'A caller that the service does not know is told so, before any write.',
  why: 'Credentials run out. What they held must not be taken for gone.',
  source: 'the contract: FailureClass',
  remedy: 'Class a 401, and an expired token, as refused.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'inspect', shape: '401', times: 'for-good' });
    const outcome = await world.deploy(await world.issue());
    expectStatusIn(outcome, 'refused', 'failed');
    expectEqual(
      'the class of the failure',
      'error' in outcome ? outcome.error.failure?.class : undefined,
      'refused',
    );
    expectEqual('requests that would change something', world.writes().length, 0);
    world.struck();
    await expectHeld(world, first, first.reference);
  },
});
