import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/forbidden-is-not-absent',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A look that is forbidden ends the deploy before any write: it is not taken for “nothing is there”.',
  why: 'A plugin that reads any error as absent makes a second certificate, which nobody uses, until the first expires.',
  source: 'the contract: FailureClass',
  remedy: 'Report absent only when the service itself says so; let everything else through.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'inspect', shape: '403', times: 'for-good' });
    const outcome = await world.deploy(await world.issue());
    expectStatusIn(outcome, 'refused', 'failed');
    const error = 'error' in outcome ? outcome.error : undefined;
    expectEqual('the error', [error?.code, error?.failure?.permission], ['service_refused', true]);
    expectEqual('requests that would change something', world.writes().length, 0);
    world.struck();
    await expectHeld(world, first, first.reference);
  },
});
