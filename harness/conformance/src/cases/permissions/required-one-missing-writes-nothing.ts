import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus, expectStatusIn } from '../../world/expect-status.js';
import { expectNamesPermission, MissingPermissions } from '../../world/missing-permissions.js';

export default defineCase({
  slug: 'permissions/required-one-missing-writes-nothing',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Without a permission that is required to look, nothing is written; the refusal names the call, and the statement that grants it.',
  why: 'A deploy that finds out half way leaves half a deploy.',
  source: 'the contract: Permission',
  remedy: 'Make every look before the import; let the refusal through.',
  async run(world) {
    const first = await world.deployed();
    const missing = new MissingPermissions(world, 'read');
    for (const permission of missing.required) {
      world.forget();
      const ended = await missing.without(permission, async () => world.deploy(await world.issue()));
      if (!ended) continue;
      if (!ended.isMet) {
        expectStatus(ended.outcome, 'deployed');
        continue;
      }
      expectStatusIn(ended.outcome, 'refused', 'failed');
      expectNamesPermission(ended.outcome, permission);
      expectEqual(`writes without ${permission.operation}`, world.writes().length, 0);
      await expectHeld(world, first, first.reference);
    }
    missing.end();
  },
});
