import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'undelete/undeclared-is-absent',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'undeletes', is: [false] }],
  title: 'A store that declares no undelete has no moves for it.',
  why: 'A move that exists and is not declared is never planned with, and never proven.',
  source: 'the contract: capabilities.undeletes',
  remedy: 'Declare it, or take the methods away.',
  async run(world) {
    const opened = await world.open();
    for (const method of ['undelete', 'redelete']) {
      expectEqual(`whether the store has ${method}()`, typeof Reflect.get(opened, method), 'undefined');
    }
  },
});
