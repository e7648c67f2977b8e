import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'permissions/optional-one-missing-degrades',
  level: 'capability',
  kind: 'store',
  requires: [{ declares: 'optional-permissions' }, { capability: 'rotation', is: ['in-place', 'versioned'] }],
  title:
    'Without an optional permission a renewal is deployed all the same, and a finding or the log says what was left out.',
  why: 'Optional means that the deploy goes on. Silence means that nobody knows why the search finds nothing.',
  source: 'the contract: Permission',
  remedy: 'Go on without the call where the permission for it is missing, and name it in degraded.',
  async run(world) {
    const target = world.target('web');
    let held = await world.deployed({ target });
    const optional = world.plugin.permissions.filter(
      ({ need, on }) =>
        need === 'optional' &&
        on.some((each) => each === 'deploy' || each === 'inspect' || each === 'resolve'),
    );
    for (const { operation, on } of optional) {
      const armed = world.stage.arm({ operation, shape: '403', times: 'for-good' });
      if ('impossible' in armed) continue;
      const renewed = await world.issue();
      const said = world.logger.said.length;
      const outcome = await world.deploy(renewed, { target, previousKey: held.privateKeyPem });
      world.stage.heal();
      if (armed.used() === 0) continue;
      // A call that the target itself asks for cannot be left out: then nothing may have changed.
      const isLook = on.some((each) => each === 'inspect' || each === 'resolve');
      if (!isLook && ['restored', 'failed', 'refused', 'also_failed'].includes(outcome.status)) {
        expectThat(
          `the error without ${operation}`,
          'error' in outcome && outcome.error.operation === operation,
          operation,
          outcome.status,
        );
        await expectHeld(world, held, held.reference);
        continue;
      }
      const { reference = held.reference } = expectStatus(outcome, 'deployed');
      held = { ...renewed, reference };
      await expectHeld(world, renewed, reference);
      const told =
        outcome.findings.length > 0 ||
        world.logger.said.slice(said).some(({ message }) => message !== 'call');
      expectThat(`what is said without ${operation}`, told, 'a finding, or a line in the log', 'nothing');
    }
  },
});
