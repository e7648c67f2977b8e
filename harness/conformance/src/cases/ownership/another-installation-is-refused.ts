import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'ownership/another-installation-is-refused',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'tags', is: ['with-import', 'own-call'] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
  ],
  title:
    'A certificate of another installation of certctl is not overwritten, though its target has the same name.',
  why: 'Staging and production are two installations with the same targets files.',
  source: 'the plan: ownership',
  remedy: 'Show the tags as they are.',
  async run(world) {
    world.startWithoutRecords({ instance: 'another' });
    const theirs = await world.deployed();
    world.startWithoutRecords();
    const outcome = expectStatus(
      await world.deploy(await world.issue(), { target: world.pinned(theirs.reference) }),
      'refused',
    );
    expectThat(
      'the findings',
      outcome.findings.some(({ code }) => code === 'not_ours'),
      'not_ours among them',
      outcome.findings.map(({ code }) => code),
    );
    await expectHeld(world, theirs, theirs.reference);
  },
});
