import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'calls/only-what-is-declared',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'In a whole life, with first deploy, renewal, replay, rollback and looks, the service is sent nothing that is not declared.',
  why: 'Policies are written from what is declared. What is sent beyond it fails in production, or hides in a policy that allows everything.',
  source: 'the contract: Permission',
  remedy: 'Declare the call with its reason, or do not make it.',
  async run(world) {
    const target = world.target('web');
    await world.deployed({ target });
    await world.deployed({ target });
    await world.engine.show(target);
    await world.plan(await world.issue(), { target });
    if (world.store.capabilities.rotation !== 'replaces') {
      await world.misstoreNext(await world.issue());
      expectStatus(await world.deploy(await world.issue(), { target }), 'restored');
    }
    const discovery = world.stage.discovery?.();
    if (world.store.capabilities.discovers && discovery) {
      for await (const _ of world.engine.discover(world.plugin.type, discovery));
    }
    const declared = new Set(world.plugin.permissions.map(({ operation }) => operation));
    const strange = world.stage
      .wire()
      .filter(({ operations }) => !operations.some((each) => declared.has(each)));
    expectEqual(
      'requests that are not declared',
      strange.map(({ exchange }) => `${exchange.operation}: ${exchange.request}`),
      [],
    );
  },
});
