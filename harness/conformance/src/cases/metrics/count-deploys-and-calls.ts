import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'metrics/count-deploys-and-calls',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Deploys, skips and calls are counted under the type of the plugin and the names of its operations, each once.',
  why: 'Alarms hang on these counters.',
  source: 'docs/metrics.md',
  remedy: 'Name operations as they are declared; class failures as they are.',
  async run(world) {
    const leaf = await world.deployed();
    world.arm({ move: 'inspect', shape: '429' });
    expectStatus(await world.deploy(leaf), 'unchanged');
    world.struck();
    const target_type = world.plugin.type;
    const count = (name: string, labels: Record<string, string>) =>
      world.records.counter(name, { target_type, ...labels });
    expectEqual('deploys counted', await count('certctl_deploy_attempts_total', { result: 'success' }), 2);
    expectEqual('failures counted', await count('certctl_deploy_attempts_total', { result: 'failure' }), 0);
    expectEqual('skips counted', await count('certctl_deploy_idempotent_skip_total', {}), 1);
    expectEqual(
      'throttled calls counted',
      await count('certctl_cloud_calls_total', { class: 'throttled' }),
      1,
    );
  },
});
