import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/two-at-once-end-known',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'Two deploys to one target at the same time: one is done, the other is told so or is done after it.',
  why: 'Schedules overlap. Two imports that run into each other leave a certificate of one with tags of the other.',
  source: 'the flow: lease',
  remedy: 'Keep no state of a deploy outside of its call.',
  async run(world) {
    const before = await world.deployed();
    const [one, two] = [await world.issue(), await world.issue()];
    const outcomes = await Promise.all([world.deploy(one), world.deploy(two)]);
    for (const outcome of outcomes) expectStatusIn(outcome, 'deployed', 'busy', 'refused', 'unchanged');
    expectThat(
      'deploys that were done',
      outcomes.some(({ status }) => status === 'deployed'),
      'at least one',
      outcomes.map(({ status }) => status),
    );
    const done = outcomes[1]?.status === 'deployed' ? two : one;
    const { reference } = before;
    await expectHeld(
      world,
      done,
      world.store.capabilities.rotation === 'replaces'
        ? outcomes.find(({ status }) => status === 'deployed')?.reference
        : reference,
    );
    expectEqual('open entries of the journal', await world.records.journal.countOpen(), 0);
  },
});
