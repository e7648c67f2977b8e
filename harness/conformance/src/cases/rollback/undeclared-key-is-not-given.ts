import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'rollback/undeclared-key-is-not-given',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'readsKeyBack', is: [false] }],
  title: 'A store that declares that no key is read back has no move that could give one.',
  why: 'A key that can be had is a key that can be stolen.',
  source: 'the contract: capabilities.readsKeyBack',
  remedy: 'Declare it, or take the method away.',
  async run(world) {
    const opened = await world.open();
    expectEqual(
      'whether the store has readKeyBack()',
      typeof Reflect.get(opened, 'readKeyBack'),
      'undefined',
    );
  },
});
