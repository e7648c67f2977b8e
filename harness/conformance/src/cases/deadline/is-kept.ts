import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deadline/is-kept',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A deploy whose service does not answer ends when its time is over.',
  why: 'A deploy that hangs holds its lease, and keeps the next one from trying.',
  source: 'the contract: Call.deadline',
  remedy: 'Wait only through the call; set no timers of your own.',
  async run(world) {
    const first = await world.deployed();
    world.start({ timing: { deployMs: 700, rollbackMs: 700 } });
    world.arm({ move: 'inspect', shape: 'timeout-before-effect', times: 'for-good' });
    const from = performance.now();
    const outcome = await world.deploy(await world.issue());
    const took = Math.round(performance.now() - from);
    expectStatusIn(outcome, 'failed', 'refused');
    expectThat('the time that it took', took < 6_000, 'less than 6000 ms', `${took} ms`);
    world.struck();
    await expectHeld(world, first, first.reference);
  },
});
