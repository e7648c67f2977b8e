import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/is-counted-once',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title:
    'A deploy that was taken back moves the counters of its target type once, and leaves one row of it in the audit.',
  why: 'Alarms hang on these counters.',
  source: 'docs/metrics.md',
  remedy: 'Give your plugin one type, and keep to it.',
  async run(world) {
    const first = await world.deployed();
    await world.misstoreNext(await world.issue());
    expectStatus(await world.deploy(await world.issue()), 'restored');
    const type = world.plugin.type;
    const count = (name: string, labels: Record<string, string>) =>
      world.records.counter(name, { target_type: type, ...labels });
    expectEqual(
      'rollbacks counted',
      await count('certctl_deploy_rollback_total', { outcome: 'restored' }),
      1,
    );
    expectEqual('failures counted', await count('certctl_deploy_attempts_total', { result: 'failure' }), 1);
    expectEqual('successes counted', await count('certctl_deploy_attempts_total', { result: 'success' }), 1);
    expectEqual('proofs that failed', await count('certctl_deploy_post_verify_failures_total', {}), 1);
    const rows = world.records.audit.rows().filter(({ outcome }) => outcome === 'restored');
    expectThat('rows of the restore', rows.length > 0, 'some', 'none');
    expectEqual('the serial that is held after it', rows.at(-1)?.serialAfter, first.facts.serial);
  },
});
