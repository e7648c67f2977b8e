import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'contract/lets-go-when-closed',
  level: 'capability',
  kind: 'store',
  requires: [],
  title: 'After close() no connection to the service is left open.',
  why: 'A host that opens and closes engines runs out of sockets.',
  source: 'the contract: StoreMoves.close',
  remedy: 'Destroy the client, and its agent, in close().',
  async run(world) {
    const connections = world.need('connections');
    await world.deployed();
    expectThat('connections during the deploy', connections() > 0, 'at least one', connections());
    await world.engine.close();
    const until = Date.now() + 1_500;
    while (connections() > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    expectEqual('connections after close()', connections(), 0);
  },
});
