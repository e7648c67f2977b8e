import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'contract/opens-without-a-request',
  level: 'core',
  kind: 'any',
  requires: [],
  title: 'Opening an instance sends nothing: the first request belongs to the first deploy.',
  why: 'A plugin that calls home when it is loaded does so without a call: unpaced, uncounted, undeclared.',
  source: 'the contract: Plugin.open',
  remedy: 'Make clients in open(), and requests in moves.',
  async run(world) {
    await world.open();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expectEqual('requests at the service', world.stage.wire().length, 0);
  },
});
