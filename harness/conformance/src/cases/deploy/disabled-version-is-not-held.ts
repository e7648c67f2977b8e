import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/disabled-version-is-not-held',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['versioned'] }],
  title:
    'A version that somebody has disabled is known as such: the same certificate is refused and not called unchanged, and a renewed one is put in service.',
  why: 'Consumers are not given a disabled version. Whoever takes it for held says that all is well while they have none.',
  source: 'the contract: Held.disabled',
  remedy: 'Give disabled with what is held, from inspect() and from read(), as the service has it.',
  async run(world) {
    const disable = world.need('disable');
    await world.deployed();
    const latest = await world.deployed();
    await disable(latest.reference);
    expectEqual('whether it is given to consumers', (await world.held(latest.reference)).enabled, false);
    const again = expectStatus(await world.deploy(latest), 'refused');
    expectThat(
      'the findings of the refusal',
      again.findings.some(({ code }) => code === 'latest_disabled'),
      'latest_disabled among them',
      again.findings.map(({ code }) => code),
    );
    expectEqual('requests that would change something', world.writes().length, 0);
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed), 'deployed');
    await expectHeld(world, renewed, reference);
  },
});
