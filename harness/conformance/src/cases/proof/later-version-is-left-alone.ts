import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'proof/later-version-is-left-alone',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['versioned'] }],
  title: 'A version that somebody else adds on top during the deploy is seen, and left alone.',
  why: 'The latest version is what consumers take: proving our own by its id says nothing about what is served.',
  source: 'the contract: At',
  remedy: 'Read the latest when the latest is asked for, and the revision when that is.',
  async run(world) {
    const first = await world.deployed();
    const stranger = await world.issue();
    const overwrite = world.need('overwrite');
    world.after('import', () => overwrite(first.reference, stranger));
    const outcome = expectStatus(await world.deploy(await world.issue()), 'also_failed');
    expectEqual('why it could not be taken back', outcome.why, 'foreign_writer');
    await expectHeld(world, stranger, first.reference);
  },
});
