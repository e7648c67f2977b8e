import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'permissions/manifest-is-complete',
  level: 'core',
  kind: 'any',
  requires: [],
  title:
    'Every declared call has a reason and an occasion; an optional one says what is lost without it; none is declared twice.',
  why: 'Whoever signs a policy asks for the reason of each line.',
  source: 'the contract: Permission',
  remedy: 'Fill in why, on, and without.',
  async run(world) {
    const { permissions } = world.plugin;
    const operations = permissions.map(({ operation }) => operation);
    expectEqual('operations', operations, [...new Set(operations)]);
    expectThat(
      'required permissions',
      permissions.some(({ need }) => need === 'required'),
      'at least one',
      'none',
    );
    for (const { operation, why, on, need, without } of permissions) {
      expectThat(`why of ${operation}`, why.trim().length > 10, 'a sentence', why);
      expectThat(`on of ${operation}`, on.length > 0, 'an occasion', on);
      if (need === 'optional')
        expectThat(`without of ${operation}`, (without ?? '').trim() !== '', 'what is lost', without);
    }
    for (const { operation } of world.plugin.quotas) {
      expectThat('the operation of a quota', operations.includes(operation), 'a declared one', operation);
    }
  },
});
