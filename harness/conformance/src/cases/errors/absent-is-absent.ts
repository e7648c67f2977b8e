import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/absent-is-absent',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'rotation', is: ['in-place'] },
    { capability: 'finds', is: [true] },
  ],
  title: 'A reference of which nothing exists is said to be absent, and is not made anew under another.',
  why: 'A typo in a reference must not end in a second certificate.',
  source: 'the contract: FailureClass',
  remedy: 'Report absent when the service says that the reference does not exist.',
  async run(world) {
    const nowhere = world.need('nowhere')();
    const outcome = expectStatus(
      await world.deploy(await world.issue(), { target: world.pinned(nowhere) }),
      'refused',
    );
    expectThat(
      'the findings',
      outcome.findings.some(({ code }) => code === 'reference_absent'),
      'reference_absent among them',
      outcome.findings.map(({ code }) => code),
    );
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
