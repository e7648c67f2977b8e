import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'undelete/is-never-done-unasked',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'undeletes', is: [true] }],
  title: 'A name that was deleted is not recovered unless the deploy says so, and for which deletion.',
  why: 'Whoever deleted it had a reason.',
  source: 'the contract: StoreUndeletes',
  remedy: 'Tell deleted from absent, and name the deletion.',
  async run(world) {
    const first = await world.deployed();
    await world.need('softDelete')(first.reference);
    const renewed = await world.issue();
    const plan = await world.plan(renewed);
    const step = plan.steps.find(({ kind }) => kind === 'undelete');
    expectThat(
      'the steps of the plan',
      step !== undefined,
      'an undelete among them',
      plan.steps.map(({ kind }) => kind),
    );
    expectStatus(await world.deploy(renewed), 'refused');
    expectStatus(await world.deploy(renewed, { acts: { undelete: 'another deletion' } }), 'refused');
    expectEqual('requests that would change something', world.writes().length, 0);
    expectEqual('the state of the name', (await world.place())?.state, 'deleted');
  },
});
