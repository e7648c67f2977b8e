import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { deletionPlanned } from '../../world/deletion-planned.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'undelete/is-taken-back',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'undeletes', is: [true] }],
  title: 'When the deploy fails after the name was recovered, it is deleted again as it was.',
  why: 'A name that stays recovered serves what somebody had taken away.',
  source: 'the contract: StoreUndeletes.redelete',
  remedy: 'Delete recoverably, and resolve when that is done.',
  async run(world) {
    const first = await world.deployed();
    await world.need('softDelete')(first.reference);
    const renewed = await world.issue();
    const undelete = await deletionPlanned(world, renewed);
    world.arm({ move: 'import', shape: 'invalid', times: 'for-good' });
    const outcome = await world.deploy(renewed, { acts: { undelete } });
    world.struck();
    expectStatusIn(outcome, 'withdrawn', 'failed', 'restored');
    const place = await world.place();
    expectEqual('the state of the name', place?.state, 'deleted');
    expectEqual('versions under the name', place?.revisions.length, 1);
  },
});
