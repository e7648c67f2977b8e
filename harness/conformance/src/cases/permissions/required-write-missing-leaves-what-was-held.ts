import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus, expectStatusIn } from '../../world/expect-status.js';
import { expectNamesPermission, MissingPermissions } from '../../world/missing-permissions.js';

export default defineCase({
  slug: 'permissions/required-write-missing-leaves-what-was-held',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Without a permission that is required to write, the deploy ends as an error that names the call and the statement that grants it, and what was held before is held after it.',
  why: 'A role that reads all and writes nothing passes every look, and is found at the first import: then the site must still have its certificate, and somebody the line to add.',
  source: 'the contract: Permission',
  remedy:
    'Let the refusal of a write through, each under the operation that was attempted; write nothing in its place.',
  async run(world) {
    let held = await world.deployed();
    const missing = new MissingPermissions(world, 'write');
    for (const permission of missing.required) {
      const renewed = await world.issue();
      const ended = await missing.without(permission, () => world.deploy(renewed));
      if (!ended) continue;
      if (!ended.isMet) {
        const { reference = held.reference } = expectStatus(ended.outcome, 'deployed');
        held = { ...renewed, reference };
        continue;
      }
      expectStatusIn(ended.outcome, 'refused', 'failed', 'restored', 'also_failed');
      expectNamesPermission(ended.outcome, permission);
      await expectHeld(world, held, held.reference);
    }
    missing.end();
  },
});
