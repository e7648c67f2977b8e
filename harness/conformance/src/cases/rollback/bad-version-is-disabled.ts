import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/bad-version-is-disabled',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'disables', is: [true] },
    { capability: 'rotation', is: ['versioned'] },
  ],
  title: 'After a rollback the version that was bad is disabled, under the good one.',
  why: 'Consumers that pin it, and people who enable what lies around, would bring it back.',
  source: 'the contract: StoreDisables',
  remedy: 'Disable the revision that is named, and leave its tags alone.',
  async run(world) {
    const first = await world.deployed();
    await world.misstoreNext(await world.issue());
    const outcome = expectStatus(await world.deploy(await world.issue()), 'restored');
    const revisions = (await world.place())?.revisions ?? [];
    expectEqual(
      'which versions are enabled',
      revisions.map(({ enabled }) => enabled),
      [true, false, true],
    );
    expectEqual(
      'the version that the outcome says was taken back',
      outcome.takenBack,
      revisions[1]?.revision,
    );
    await expectHeld(world, first, first.reference);
  },
});
