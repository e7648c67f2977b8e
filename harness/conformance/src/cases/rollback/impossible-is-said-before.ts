import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/impossible-is-said-before',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'readsKeyBack', is: [false] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
    { capability: 'tags', is: ['with-import', 'own-call'] },
  ],
  title:
    'Without any copy of the key of before, the plan says that there is no way back, and a target that asks for one is refused: counted as a failure, and not as a rollback.',
  why: 'That a rollback cannot work must be known while there is still a choice.',
  source: 'the plan: class of rollback; require_rollback; docs/metrics.md',
  remedy: 'Declare readsKeyBack only when the service gives the key back.',
  async run(world) {
    const first = await world.deployed();
    world.startWithoutRecords();
    const renewed = await world.issue();
    const target = world.pinned(first.reference);
    const plan = await world.plan(renewed, { target });
    expectEqual('the class of rollback', plan.rollback, 'impossible');
    expectThat(
      'the findings of the plan',
      plan.findings.some(({ code }) => code === 'rollback_impossible'),
      'rollback_impossible among them',
      plan.findings.map(({ code }) => code),
    );
    const outcome = expectStatus(
      await world.deploy(renewed, { target: { ...target, require_rollback: true } }),
      'refused',
    );
    expectEqual('requests that would change something', world.writes().length, 0);
    expectThat('the findings of the refusal', outcome.findings.length > 0, 'some', 'none');
    const count = (name: string, labels: Readonly<Record<string, string>>) =>
      world.records.counter(name, { target_type: world.plugin.type, ...labels });
    expectEqual('rollbacks counted', await count('certctl_deploy_rollback_total', {}), 0);
    expectEqual('failures counted', await count('certctl_deploy_attempts_total', { result: 'failure' }), 1);
    expectEqual('successes counted', await count('certctl_deploy_attempts_total', { result: 'success' }), 0);
    await expectHeld(world, first, first.reference);
  },
});
