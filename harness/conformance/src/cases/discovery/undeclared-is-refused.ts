import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'discovery/undeclared-is-refused',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'discovers', is: [false] }],
  title: 'A store that declares no discovery is not asked for one, and has no move for it.',
  why: 'A list that is not declared is never proven to be whole.',
  source: 'the contract: capabilities.discovers',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const opened = await world.open();
    expectEqual('whether the store has discover()', typeof Reflect.get(opened, 'discover'), 'undefined');
    expectEqual('whether the manifest has a discovery', world.store.discovery, undefined);
  },
});
