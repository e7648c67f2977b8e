import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'ownership/stranger-is-refused',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title: 'A certificate that somebody else put there is not overwritten.',
  why: 'The site of another team goes down, and nobody knows why.',
  source: 'the plan: ownership',
  remedy: 'Show tags and leaf of what is there; judge nothing.',
  async run(world) {
    const theirs = await world.issue();
    const reference = await world.stage.seed({ target: 'web', ...theirs });
    const outcome = expectStatus(
      await world.deploy(await world.issue(), { target: world.pinned(reference) }),
      'refused',
    );
    expectThat(
      'the findings',
      outcome.findings.some(({ code }) => code === 'not_ours'),
      'not_ours among them',
      outcome.findings.map(({ code }) => code),
    );
    expectEqual('requests that would change something', world.writes().length, 0);
    await expectHeld(world, theirs, reference);
  },
});
