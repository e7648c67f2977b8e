import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/retry-after-is-kept',
  level: 'capability',
  kind: 'store',
  requires: [],
  title: 'A service that says when to come again is not asked before.',
  why: 'Services close the door for longer on those who come too early.',
  source: 'RFC 9110, 10.2.3',
  remedy: 'Give the service’s Retry-After as retryAfterMs, in milliseconds.',
  async run(world) {
    await world.deployed();
    world.arm({ move: 'import', shape: '429-retry-after' });
    const from = world.clock.now();
    const renewed = await world.issue();
    expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    const waited = world.clock.now() - from;
    expectThat(
      'the time until the import was sent again',
      waited >= 1_000,
      'at least 1000 ms',
      `${waited} ms`,
    );
  },
});
