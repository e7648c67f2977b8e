import { CannotProve } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus, expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/missing-permission-leaves-the-consumer',
  level: 'core',
  kind: 'binding',
  requires: [],
  title:
    'Without a permission that is required to point a consumer, the deploy is taken back, names the call and the statement that grants it, and the consumer uses what it used.',
  why: 'A role that sees every consumer and may change none is found at the first bind: then each site must still have its certificate, and somebody the line to add.',
  source: 'the contract: Permission; BindingMoves.bind',
  remedy: 'Let the refusal of a write through, each under the operation that was attempted.',
  async run(world) {
    const writes = world.plugin.permissions.filter(
      ({ need, effect }) => need === 'required' && effect === 'write',
    );
    let met = 0;
    const cannot: string[] = [];
    for (const [at, { operation, grant }] of writes.entries()) {
      for (const slot of world.consumers.slots) {
        const consumer = `${slot}-${at}`;
        const config = await world.consumers.consumer(consumer, slot);
        const target = { ...(await world.bound(slot)), bindings: [{ type: world.plugin.type, config }] };
        const before = await world.consumers.observe(consumer, slot);
        const armed = world.stage.arm({ operation, shape: '403', times: 'for-good' });
        if ('impossible' in armed) {
          cannot.push(armed.impossible);
          continue;
        }
        const outcome = await world.deploy(await world.issue(), { target });
        world.stage.heal();
        if (armed.used() === 0) {
          expectStatus(outcome, 'deployed');
          continue;
        }
        met += 1;
        expectStatusIn(outcome, 'restored', 'withdrawn');
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
        expectEqual(
          `what the consumer uses without ${operation}`,
          await world.consumers.observe(consumer, slot),
          before,
        );
      }
    }
    if (cannot[0] !== undefined && cannot.length === writes.length * world.consumers.slots.length)
      throw new CannotProve(cannot[0]);
    expectThat('required writes that were met', met > 0, 'at least one', met);
  },
});
