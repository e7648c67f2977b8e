import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';
import { named } from '../../world/named.js';

export default defineCase({
  slug: 'ownership/take-over-is-bound-to-the-leaf',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title:
    'A take-over that names another leaf than is held is refused; the one that names it is done, and is in the audit.',
  why: 'Between looking and saying yes somebody may have put another certificate there.',
  source: 'the acts of a deploy: takeOver',
  remedy: 'Show the leaf that is held now.',
  async run(world) {
    const theirs = await world.issue();
    const reference = await world.stage.seed({ target: 'web', ...theirs });
    const target = world.pinned(reference);
    const other = await world.issue();
    const renewed = await world.issue();
    expectStatus(await world.deploy(renewed, { target, acts: { takeOver: named(world, other) } }), 'refused');
    await expectHeld(world, theirs, reference);
    expectStatus(
      await world.deploy(renewed, { target, acts: { takeOver: named(world, theirs) } }),
      'deployed',
    );
    await expectHeld(world, renewed, reference);
    const rows = world.records.audit.rows().filter(({ event }) => event === 'take-over');
    expectEqual('take-overs in the audit', rows.length, 1);
  },
});
