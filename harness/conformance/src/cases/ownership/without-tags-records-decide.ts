import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';
import { named } from '../../world/named.js';

export default defineCase({
  slug: 'ownership/without-tags-records-decide',
  level: 'provisional',
  kind: 'store',
  requires: [
    { capability: 'tags', is: ['none'] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
  ],
  title:
    'In a store without tags, what an installation has no record of is not its own, though it made it once; it can take it over by name.',
  why: 'Nothing at the service tells one installation’s certificate from another’s, and a guess overwrites a stranger.',
  source: "the contract: tags: 'none'",
  remedy: 'Show what is held, whoever put it there; remember nothing of your own.',
  async run(world) {
    const first = await world.deployed();
    expectStatus(await world.deploy(first), 'unchanged');
    world.startWithoutRecords();
    world.forget();
    const renewed = await world.issue();
    const target = world.pinned(first.reference);
    const outcome = expectStatus(await world.deploy(renewed, { target }), 'refused');
    const codes = outcome.findings.map(({ code }) => code);
    expectThat('the findings', codes.includes('not_ours'), 'not_ours among them', codes);
    expectEqual('requests that would change something', world.writes().length, 0);
    await expectHeld(world, first, first.reference);
    const acts = { takeOver: named(world, first) };
    expectStatus(await world.deploy(renewed, { target, acts }), 'deployed');
    await expectHeld(world, renewed, first.reference);
  },
});
