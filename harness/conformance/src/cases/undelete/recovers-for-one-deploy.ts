import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { deletionPlanned } from '../../world/deletion-planned.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'undelete/recovers-for-one-deploy',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'undeletes', is: [true] }],
  title: 'A deploy that names the deletion recovers the name, and adds its version on top.',
  why: 'A vault keeps deleted names for months, and takes no import under one.',
  source: 'the contract: StoreUndeletes',
  remedy: 'Resolve when the name can be read and written again.',
  async run(world) {
    const first = await world.deployed();
    await world.need('softDelete')(first.reference);
    const renewed = await world.issue();
    const outcome = expectStatus(
      await world.deploy(renewed, { acts: { undelete: await deletionPlanned(world, renewed) } }),
      'deployed',
    );
    expectEqual('the reference', outcome.reference, first.reference);
    expectEqual('the state of the name', (await world.place())?.state, 'held');
    await expectHeld(world, renewed);
    expectEqual(
      'undeletes in the audit',
      world.records.audit.rows().filter(({ event }) => event === 'undelete').length,
      1,
    );
  },
});
