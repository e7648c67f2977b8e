import { CannotProve } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus, expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'permissions/required-one-missing-writes-nothing',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Without a permission that is required to look, nothing is written; the refusal names the call, and the statement that grants it.',
  why: 'A deploy that finds out half way leaves half a deploy.',
  source: 'the contract: Permission',
  remedy: 'Make every look before the import; let the refusal through.',
  async run(world) {
    const first = await world.deployed();
    const looks = world.plugin.permissions.filter(
      ({ need, effect }) => need === 'required' && effect === 'read',
    );
    let met = 0;
    const cannot: string[] = [];
    for (const { operation, grant } of looks) {
      const armed = world.stage.arm({ operation, shape: '403', times: 'for-good' });
      if ('impossible' in armed) {
        cannot.push(armed.impossible);
        continue;
      }
      world.forget();
      const outcome = await world.deploy(await world.issue());
      world.stage.heal();
      if (armed.used() === 0) {
        expectStatus(outcome, 'deployed');
        continue;
      }
      met += 1;
      expectStatusIn(outcome, 'refused', 'failed');
      const error = 'error' in outcome ? outcome.error : undefined;
      expectEqual(`the call that is named without ${operation}`, error?.operation, operation);
      expectEqual(`writes without ${operation}`, world.writes().length, 0);
      if (grant) {
        expectThat(
          `the remedy without ${operation}`,
          error?.remedy.includes(JSON.stringify(grant)) === true,
          'the statement that grants it',
          error?.remedy,
        );
      }
      await expectHeld(world, first, first.reference);
    }
    if (cannot[0] !== undefined && cannot.length === looks.length) throw new CannotProve(cannot[0]);
    expectThat('required reads that were met', met > 0, 'at least one', met);
  },
});
