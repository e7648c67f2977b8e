import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'cancellation/reaches-the-service',
  level: 'capability',
  kind: 'store',
  requires: [],
  title: 'A request that is given up is ended: no connection goes on waiting for its answer.',
  why: 'Requests that nobody waits for may still be carried out, long after the deploy has ended.',
  source: 'the contract: Call.signal',
  remedy: 'Hand the signal that send() is given to the SDK.',
  async run(world) {
    const waiting = world.need('waiting');
    await world.deployed();
    // From here on: what begins the case may take its time on a slow machine.
    world.start({ timing: { requestMs: 400, attempts: 2 } });
    world.arm({ move: 'inspect', shape: 'timeout-before-effect', times: 2 });
    const renewing = world.deploy(await world.issue());
    let most = 0;
    const seen = setInterval(() => {
      most = Math.max(most, waiting());
    }, 20);
    const outcome = await renewing;
    clearInterval(seen);
    expectStatus(outcome, 'failed');
    expectThat('requests that waited', most > 0, 'at least one', most);
    const until = Date.now() + 1_000;
    while (waiting() > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    expectEqual('requests that still wait for an answer', waiting(), 0);
  },
});
