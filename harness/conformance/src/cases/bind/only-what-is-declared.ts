import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'bind/only-what-is-declared',
  level: 'core',
  kind: 'binding',
  requires: [],
  title:
    'In a whole life of a consumer the service is sent nothing that is not declared, and each attempt is one request.',
  why: 'Policies are written from what is declared.',
  source: 'the contract: Permission',
  remedy: 'Declare the call with its reason, or do not make it; turn the retries of the SDK off.',
  async run(world) {
    const target = await world.bound('one');
    await world.deployed({ target });
    await world.deployed({ target });
    await world.engine.show(target);
    const declared = world.plugin.permissions.map(({ operation }) => operation);
    const sent: Record<string, number> = {};
    for (const { operations, handshake } of world.stage.wire()) {
      const operation = operations.find((each) => declared.includes(each)) ?? 'not declared';
      if (!handshake) sent[operation] = (sent[operation] ?? 0) + 1;
    }
    const attempted: Record<string, number> = {};
    for (const operation of declared) {
      const count = await world.records.counter('certctl_cloud_calls_total', { operation });
      const isSeen = !world.stage.unseen?.some((each) => each.operation === operation);
      if (count > 0 && isSeen) attempted[operation] = count;
    }
    expectEqual('requests at the service, against attempts of the engine', sent, attempted);
  },
});
