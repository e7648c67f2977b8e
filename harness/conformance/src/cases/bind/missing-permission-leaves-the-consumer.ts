import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus, expectStatusIn } from '../../world/expect-status.js';
import { expectNamesPermission, MissingPermissions } from '../../world/missing-permissions.js';

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
    const missing = new MissingPermissions(world, 'write');
    for (const [at, permission] of missing.required.entries()) {
      for (const slot of world.consumers.slots) {
        const consumer = `${slot}-${at}`;
        const config = await world.consumers.consumer(consumer, slot);
        const target = { ...(await world.bound(slot)), bindings: [{ type: world.plugin.type, config }] };
        const before = await world.consumers.observe(consumer, slot);
        const ended = await missing.without(permission, async () =>
          world.deploy(await world.issue(), { target }),
        );
        if (!ended) continue;
        if (!ended.isMet) {
          expectStatus(ended.outcome, 'deployed');
          continue;
        }
        expectStatusIn(ended.outcome, 'restored', 'withdrawn');
        expectNamesPermission(ended.outcome, permission);
        expectEqual(
          `what the consumer uses without ${permission.operation}`,
          await world.consumers.observe(consumer, slot),
          before,
        );
      }
    }
    missing.end();
  },
});
