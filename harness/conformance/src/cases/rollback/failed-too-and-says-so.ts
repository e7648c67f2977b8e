import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';
import { fingerprintOf } from '../../world/world.js';

export default defineCase({
  slug: 'rollback/failed-too-and-says-so',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title: 'When the way back is refused as well, the outcome says so, and how it is repaired by hand.',
  why: 'Silence here means that nobody comes until the site is down.',
  source: 'the flow: roll back',
  remedy: 'Let the service’s refusal through as it is; give recovery commands that name the place.',
  async run(world) {
    const first = await world.deployed();
    await world.misstoreNext(await world.issue());
    world.arm({ move: 'import', shape: 'invalid', after: 1, times: 'for-good' });
    const outcome = expectStatus(await world.deploy(await world.issue()), 'also_failed');
    world.struck();
    expectEqual('why it could not be taken back', outcome.why, 'restore_failed');
    expectThat(
      'the commands that repair it',
      outcome.commands.length > 0,
      'at least one',
      outcome.commands.length,
    );
    const held = await world.held(first.reference);
    expectThat(
      'the leaf that is held',
      fingerprintOf(held.leaf) !== first.facts.fingerprint,
      'another one',
      'the old one',
    );
    const labels = { target_type: world.plugin.type, outcome: 'also_failed' };
    expectEqual(
      'rollbacks counted as failed',
      await world.records.counter('certctl_deploy_rollback_total', labels),
      1,
    );
  },
});
