import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'cancellation/before-the-import-changes-nothing',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'A deploy that is cancelled before it has sent anything changes nothing, and says that it was cancelled.',
  why: 'Whoever stops a deploy has a reason.',
  source: 'the contract: Call.signal',
  remedy: 'Let the errors of the call through.',
  async run(world) {
    const first = await world.deployed();
    const stop = new AbortController();
    world.after('inspect', async () => stop.abort(new Error('stopped')));
    const outcome = expectStatus(await world.deploy(await world.issue(), { signal: stop.signal }), 'failed');
    expectEqual('the error', outcome.error.code, 'cancelled');
    expectEqual('requests that would change something', world.writes().length, 0);
    await expectHeld(world, first, first.reference);
  },
});
