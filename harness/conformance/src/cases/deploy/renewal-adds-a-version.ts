import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld, expectSame } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/renewal-adds-a-version',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['versioned'] }],
  title: 'A renewal adds a version under the same name, and the version before stays as it is.',
  why: 'Consumers that pin a version, and the way back, rest on the versions before.',
  source: "the contract: rotation: 'versioned'",
  remedy: 'Import under the same name, and touch no earlier version.',
  async run(world) {
    const first = await world.deployed();
    const renewed = await world.issue();
    const outcome = expectStatus(await world.deploy(renewed), 'deployed');
    expectEqual('the reference after the renewal', outcome.reference, first.reference);
    await expectHeld(world, renewed);
    const revisions = (await world.place())?.revisions ?? [];
    expectEqual('versions under the name', revisions.length, 2);
    const [before, latest] = revisions;
    if (before) {
      expectSame(before, first);
      expectThat('whether the version before is in service', before.enabled, 'enabled', 'disabled');
    }
    expectEqual('the revision that the outcome names', outcome.revision, latest?.revision);
  },
});
