import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/absent-consumer-is-refused',
  level: 'core',
  kind: 'binding',
  requires: [],
  title: 'A consumer that does not exist is refused before anything is stored.',
  why: 'A certificate for nobody is paid for, and found by the next search.',
  source: 'the contract: BindingMoves.inspect',
  remedy: 'Report absent when the service says that there is no such consumer.',
  async run(world) {
    const bound = await world.bound('one');
    const target = { ...bound, bindings: [{ type: world.plugin.type, config: world.consumers.absent() }] };
    const before = await world.stage.observe();
    expectStatus(await world.deploy(await world.issue(), { target }), 'refused');
    expectEqual('certificates at the store', (await world.stage.observe()).length, before.length);
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
