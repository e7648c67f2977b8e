import { CannotProve } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus, expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'permissions/required-write-missing-leaves-what-was-held',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Without a permission that is required to write, the deploy ends as an error that names the call and the statement that grants it, and what was held before is held after it.',
  why: 'A role that reads all and writes nothing passes every look, and is found at the first import: then the site must still have its certificate, and somebody the line to add.',
  source: 'the contract: Permission',
  remedy:
    'Let the refusal of a write through, each under the operation that was attempted; write nothing in its place.',
  async run(world) {
    let held = await world.deployed();
    const writes = world.plugin.permissions.filter(
      ({ need, effect }) => need === 'required' && effect === 'write',
    );
    let met = 0;
    const cannot: string[] = [];
    for (const { operation, grant } of writes) {
      const armed = world.stage.arm({ operation, shape: '403', times: 'for-good' });
      if ('impossible' in armed) {
        cannot.push(armed.impossible);
        continue;
      }
      const renewed = await world.issue();
      const outcome = await world.deploy(renewed);
      world.stage.heal();
      if (armed.used() === 0) {
        const { reference = held.reference } = expectStatus(outcome, 'deployed');
        held = { ...renewed, reference };
        continue;
      }
      met += 1;
      expectStatusIn(outcome, 'refused', 'failed', 'restored', 'also_failed');
      const error = 'error' in outcome ? outcome.error : undefined;
      expectEqual(`the call that is named without ${operation}`, error?.operation, operation);
      if (grant) {
        expectThat(
          `the remedy without ${operation}`,
          error?.remedy.includes(JSON.stringify(grant)) === true,
          'the statement that grants it',
          error?.remedy,
        );
      }
      await expectHeld(world, held, held.reference);
    }
    if (cannot[0] !== undefined && cannot.length === writes.length) throw new CannotProve(cannot[0]);
    expectThat('required writes that were met', met > 0, 'at least one', met);
  },
});
