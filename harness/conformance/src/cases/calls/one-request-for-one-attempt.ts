import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';
import type { World } from '../../world/world.js';

/** By operation, as the engine has counted them; without those that nobody could see. */
async function attempts({ plugin, records, stage }: World): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const { operation } of plugin.permissions) {
    const count = await records.counter('certctl_cloud_calls_total', { operation });
    const isSeen = !stage.unseen?.some((each) => each.operation === operation);
    if (count > 0 && isSeen) counted[operation] = count;
  }
  return counted;
}

export default defineCase({
  slug: 'calls/one-request-for-one-attempt',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'Each attempt of the engine is one request at the service: no SDK retries on its own.',
  why: 'Retries below the engine are not paced, not counted, not classed, and send writes twice.',
  source: 'the contract: Call.attempt',
  remedy: 'Set the retries of the SDK to none; send each page of a list in an attempt of its own.',
  async run(world) {
    await world.deployed();
    world.arm({ move: 'import', shape: '429' });
    world.arm({ move: 'read', shape: '5xx' });
    expectStatus(await world.deploy(await world.issue()), 'deployed');
    world.struck();
    world.arm({ move: 'import', shape: 'lost-request' });
    expectStatus(await world.deploy(await world.issue()), 'failed');
    world.struck();
    await world.engine.show(world.target());
    const sent: Record<string, number> = {};
    for (const { operations, handshake } of world.stage.wire()) {
      const operation = operations.join(' or ');
      if (!handshake) sent[operation] = (sent[operation] ?? 0) + 1;
    }
    const attempted = await attempts(world);
    expectEqual('requests at the service, against attempts of the engine', sent, attempted);
  },
});
